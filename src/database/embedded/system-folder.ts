import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const SYSTEM_FOLDER = '/var/lib/munjigi';

/**
 * A folder of root's that every account can enter, for what may not stay below a closed folder such as root's home.
 */
export async function openSystemFolder(name = ''): Promise<string> {
  const path = join(SYSTEM_FOLDER, name);
  await mkdir(path, { recursive: true });
  // A strict umask would have closed what has to be open.
  await chmod(SYSTEM_FOLDER, 0o755);
  await chmod(path, 0o755);
  return path;
}
