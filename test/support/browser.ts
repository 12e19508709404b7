import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { borrow } from './lending.js';

// Without a window nobody sees, what a page needs takes half the time: Playwright's own choice, too.
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
];
const ARGUMENTS = [
  // As root, Chromium has no sandbox to offer.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Else it keeps a process ready for the next site, and throws it away when another profile is faster.
  '--disable-site-isolation-trials',
];
const MISSING =
  'no Chromium found: install it (apt-get install chromium-headless-shell, or chromium), or name it in CHROME_PATH';

/** `describe` for tests in a real browser: skipped where there is none, unless everything has to run. */
export function describeInBrowser(name: string, tests: () => void): void {
  const isSkipped = !findBrowser() && !process.env.MUNJIGI_TEST_ALL;
  if (isSkipped) process.stdout.write(`Skipped "${name}": ${MISSING}\n`);
  describe.skipIf(isSkipped)(name, tests);
}

/**
 * Chromium, for the whole run.
 * @throws Error saying what to do, when there is none
 */
export async function launchBrowser() {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(MISSING);
  const server = await chromium.launchServer({
    executablePath,
    args: ARGUMENTS,
  });
  return { url: server.wsEndpoint(), close: () => server.close() };
}

let connection: Promise<Browser> | undefined;

/** The browser of the run; this worker's files share a connection to it. */
export function connectBrowser(): Promise<Browser> {
  connection ??= borrow('browser').then(({ url }) => chromium.connect(url));
  return connection;
}

function findBrowser(): string | undefined {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH) return CHROME_PATH;
  const folders = PATH.split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  ).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
