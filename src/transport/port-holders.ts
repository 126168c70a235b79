import { readdir, readFile, readlink, realpath } from 'node:fs/promises';

/** Where Linux shows what every process has open; other systems have no such folder. */
const PROCESSES = '/proc';

/**
 * The processes that have a port open, as `process 4711 (minicom)`; none where the system does not tell, and of other
 * users only what it lets this one see.
 */
export async function portHolders(path: string): Promise<readonly string[]> {
  try {
    const port = await realpath(path);
    const ids = (await readdir(PROCESSES)).filter((name) => /^\d+$/.test(name));
    const holders = await Promise.all(ids.map((id) => holds(id, port)));
    return await Promise.all(ids.filter((_, index) => holders[index]).map(named));
  } catch {
    return [];
  }
}

async function holds(id: string, port: string): Promise<boolean> {
  const folder = `${PROCESSES}/${id}/fd`;
  const names = await readdir(folder).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return targets.includes(port);
}

async function named(id: string): Promise<string> {
  const name = await readFile(`${PROCESSES}/${id}/comm`, 'utf8').catch(() => '');
  return `process ${id}${name === '' ? '' : ` (${name.trim()})`}`;
}
