import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = [
  // As root, Chromium has no sandbox to offer.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const MISSING =
  'no Chromium found: install it (apt-get install chromium), or name it in CHROME_PATH';

/** `describe` for tests in a real browser: skipped where there is none, unless everything has to run. */
export function describeInBrowser(name: string, tests: () => void): void {
  const isSkipped = !findBrowser() && !process.env.MUNJIGI_TEST_ALL;
  if (isSkipped) process.stdout.write(`Skipped "${name}": ${MISSING}\n`);
  // A browser takes seconds to start where other test files have the cores.
  describe.skipIf(isSkipped)(name, { timeout: 40_000 }, tests);
}

/** @throws Error saying what to do, when there is no browser */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(MISSING);
  return chromium.launch({ executablePath, args: ARGUMENTS });
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
