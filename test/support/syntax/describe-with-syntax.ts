import { describe } from '@jest/globals';
import { describeWithEngine } from '../engine.js';
import { canHaveReferences } from './references.js';

/**
 * A group of tests that read syntax trees: besides a PowerShell engine it needs the reference assemblies of .NET Framework,
 * which the .NET SDK restores. Without them it is skipped; in CI (CI=true) that is a failure of its tests.
 */
export function describeWithSyntax(name: string, body: () => void): void {
  if (process.env['CI'] === 'true' || canHaveReferences()) {
    describeWithEngine(name, body);
  } else {
    describe.skip(`${name} (skipped: no .NET SDK on this machine)`, body);
  }
}
