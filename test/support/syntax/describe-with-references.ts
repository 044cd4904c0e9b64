import { existsSync } from 'node:fs';
import { describe, test } from '@jest/globals';
import { enginePath } from '../../../tools/find-test-host.mjs';
import { canHaveReferences } from './references.js';

const reason = '(skipped: needs the built engine and the .NET SDK, which restores the reference assemblies)';

/**
 * Whether the reference assemblies can be read: by the engine that is built from the .NET SDK, whatever the host of the other
 * tests is. On Windows a machine with another host need not have it; elsewhere in CI (CI=true) a missing one is a failure.
 */
function canRead(): boolean {
  const isDemanded = process.env['CI'] === 'true' && process.platform !== 'win32';
  return isDemanded || (existsSync(enginePath) && canHaveReferences());
}

/** A group of tests that read the reference assemblies of .NET Framework; without them it is skipped and says so. */
export function describeWithReferences(name: string, body: () => void): void {
  if (canRead()) {
    describe(name, body);
  } else {
    describe.skip(`${name} ${reason}`, body);
  }
}

/** A test that reads the reference assemblies of .NET Framework; without them it is skipped and says so. */
export function testWithReferences(name: string, body: () => void): void {
  if (canRead()) {
    test(name, body);
  } else {
    test.skip(`${name} ${reason}`, body);
  }
}
