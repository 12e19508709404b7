// Builds the server and the demo app, each when there is no build or something it is made of is newer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILDS = [
  {
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
    // An image made without development dependencies holds the build it was made with.
    needs: 'node_modules/@nestjs/cli',
    sources: ['src'],
    result: 'dist/main.js',
    stamp: 'dist/.built',
  },
  {
    command: ['node_modules/vite/bin/vite.js', 'build', 'web'],
    needs: 'node_modules/@vitejs/plugin-react',
    sources: ['web/src', 'client/src'],
    result: 'web/dist/index.html',
    stamp: 'web/dist/.built',
  },
];

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true }).map(
      (name) => statSync(join(folder, name)).mtimeMs,
    ),
  );
const isNeeded = ({ needs, sources, result, stamp }) =>
  [needs, ...sources].every((path) => existsSync(path)) &&
  !(
    existsSync(result) &&
    existsSync(stamp) &&
    statSync(stamp).mtimeMs > Math.max(...sources.map(newest))
  );

// Side by side: a newcomer waits for both.
await Promise.all(
  BUILDS.filter(isNeeded).map(async ({ command, stamp }) => {
    const [status] = await once(
      spawn(process.execPath, command, { stdio: 'inherit' }),
      'exit',
    );
    if (status !== 0) process.exit(status ?? 1);
    writeFileSync(stamp, '');
  }),
);
