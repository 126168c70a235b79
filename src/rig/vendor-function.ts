import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { registerVendorFunction, VENDOR_FUNCTIONS, type VendorFunction } from '#dlms/security/hls-vendor';
import type { ClientSetting } from './client-profile';

const MODULE = /\.[cm]?[jt]s$/;

/**
 * The name under which the function of mechanism 2 is known: one of ours, or the path of a module of the user's own,
 * relative to the rig file, that exports `answer(secret, challenge, context)`.
 * @throws RigError when there is none of that name, or the module exports none
 */
export function vendorFunctionAt(setting: ClientSetting, name: string): string {
  if (!MODULE.test(name)) return knownFunction(setting, name);
  const path = resolve(setting.source.folderOf(['clients', setting.role, 'vendorFunction']), name);
  registerVendorFunction(path, moduleFunction(setting, path));
  return path;
}

function knownFunction(setting: ClientSetting, name: string): string {
  if (Object.hasOwn(VENDOR_FUNCTIONS, name)) return name;
  const known = Object.keys(VENDOR_FUNCTIONS).join(', ');
  throw problem(setting, `unknown function, expected ${known}, or the path of a module that exports answer`);
}

function moduleFunction(setting: ClientSetting, path: string): VendorFunction {
  const exported = exportsOf(setting, path);
  const answer =
    typeof exported === 'object' && exported !== null && 'answer' in exported ? exported.answer : undefined;
  if (typeof answer !== 'function') throw problem(setting, `${path} does not export a function answer`);
  return answer as VendorFunction;
}

function exportsOf(setting: ClientSetting, path: string): unknown {
  try {
    return createRequire(__filename)(path);
  } catch (error) {
    throw problem(
      setting,
      `${path} cannot be loaded: ${error instanceof Error ? error.message.split('\n')[0] : 'fault'}`,
    );
  }
}

function problem({ source, role }: ClientSetting, text: string): Error {
  return source.problem(['clients', role, 'vendorFunction'], text);
}
