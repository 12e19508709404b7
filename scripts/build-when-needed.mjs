// Builds the server and the demo app, each when there is no build or something it is made of is newer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const BUILDS = [
  {
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
    // An image made without development dependencies holds the build it was made with.
    needs: 'node_modules/@nestjs/cli',
    sources: [
      'src',
      'tsconfig.json',
      'tsconfig.build.json',
      'nest-cli.json',
      'package-lock.json',
    ],
    env: process.env,
    result: 'dist/main.js',
    stamp: 'dist/.built',
  },
  {
    command: ['node_modules/vite/bin/vite.js', 'build', 'web'],
    needs: 'node_modules/@vitejs/plugin-react',
    sources: [
      'web/src',
      'web/index.html',
      'web/vite.config.ts',
      'client/src',
      'package-lock.json',
    ],
    // React's own development build is a big and slow one.
    env: { ...process.env, NODE_ENV: 'production' },
    result: 'web/dist/index.html',
    stamp: 'web/dist/.built',
  },
];

const changedAt = (path) => statSync(path).mtimeMs;
// A folder changes, too, when something in it goes.
const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(
        changedAt(path),
        ...readdirSync(path, { recursive: true }).map((name) =>
          changedAt(join(path, name)),
        ),
      )
    : changedAt(path);
const isNeeded = ({ needs, sources, result, stamp }) =>
  [needs, ...sources].every((path) => existsSync(path)) &&
  !(
    existsSync(result) &&
    existsSync(stamp) &&
    changedAt(stamp) > Math.max(...sources.map(newest))
  );

// Side by side: a newcomer waits for both.
await Promise.all(
  BUILDS.filter(isNeeded).map(async ({ command, env, stamp }) => {
    const begun = new Date();
    const [status] = await once(
      spawn(process.execPath, command, { stdio: 'inherit', env }),
      'exit',
    );
    if (status !== 0) process.exit(status ?? 1);
    writeFileSync(stamp, '');
    // What was written while it was built may not be in it.
    utimesSync(stamp, begun, begun);
  }),
);
