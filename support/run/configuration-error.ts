/** The command line, a rig file, a feature or the catalogue is wrong; nothing has been sent. The run ends with exit code 2. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
