// Builds when there is no build, or something in src is newer than it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/.built';
const CLI = 'node_modules/@nestjs/cli/bin/nest.js';

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true }).map(
      (name) => statSync(join(folder, name)).mtimeMs,
    ),
  );
const isBuilt = existsSync('dist/main.js') && existsSync(STAMP);
// An image made without development dependencies holds the build it was made with.
const canBuild = existsSync(CLI) && existsSync('src');

if (canBuild && !(isBuilt && statSync(STAMP).mtimeMs > newest('src'))) {
  const { status } = spawnSync(process.execPath, [CLI, 'build'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, '');
}
