import { existsSync } from 'node:fs';
import { describe, test } from '@jest/globals';

const candidates = [
  process.env['PHS_TOOL_TEST_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Arguments for a browser that shows one page and asks nobody for anything. */
export const browserArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Absolute path of a Chromium: PHS_TOOL_TEST_BROWSER, or one that is installed. */
export function browser(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** The browser's path, or an error that says how to get one. */
export function requireBrowser(): string {
  const found = browser();
  if (found === undefined) {
    throw new Error('No browser: install the package "chromium", or name one with PHS_TOOL_TEST_BROWSER.');
  }
  return found;
}

/**
 * A group of tests that look at a page in a browser. Without one the group is skipped and says so in its name; with
 * CI_FULL=1 a missing browser is a failing test, never a skip.
 */
export function describeWithBrowser(name: string, body: () => void): void {
  if (browser() !== undefined) {
    describe(name, body);
  } else if (process.env['CI_FULL'] === '1') {
    test(`${name}: a browser is there`, () => {
      requireBrowser();
    });
  } else {
    describe.skip(`${name} (skipped: no Chromium on this machine)`, body);
  }
}
