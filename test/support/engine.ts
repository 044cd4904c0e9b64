import { describe, test } from '@jest/globals';
import { findTestHost } from '../../tools/find-test-host.mjs';
import { skippedWithoutEngine } from '../../tools/skipped-reporter.mjs';

/** Absolute path of the PowerShell host that live tests use: PHS_TOOL_TEST_HOST, the built test engine, or pwsh. */
export function engine(): string | undefined {
  return findTestHost();
}

/** The host's path, or an error that says how to get one. */
export function requireEngine(): string {
  const found = engine();
  if (found === undefined) {
    throw new Error('No PowerShell host: install the .NET SDK 10 and run "npm run engine", or install pwsh.');
  }
  return found;
}

/**
 * Gives every session of this file a process of its own, from its first use of anything to its end, where others share engines
 * (`tools/warm-engines.mjs`): for tests of processes.
 */
export function useOwnEngines(): void {
  delete process.env['PHS_ENGINE_POOL'];
  delete process.env['PHS_TOOL_TEST_TASK_VARIABLE'];
}

/**
 * A group of tests that need a real PowerShell engine. Without one the group is skipped and says so in its name;
 * in CI (CI=true) a missing engine is a failing test, never a skip.
 */
export function describeWithEngine(name: string, body: () => void): void {
  if (engine() !== undefined) {
    describe(name, body);
  } else if (process.env['CI'] === 'true') {
    test(`${name}: a PowerShell engine is there`, () => {
      requireEngine();
    });
  } else {
    describe.skip(`${name} ${skippedWithoutEngine}`, body);
  }
}
