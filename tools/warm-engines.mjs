// Test engines that stay for the whole run of jest (test/engine/WarmServer.cs): most of the time of a test with PowerShell is code that
// is compiled once in a process. Slow proofs and runs in another host have engines of their own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder of the pool; the engines in it end soon after it has gone. */
export default function setUp() {
  if (process.platform !== 'linux' || process.env.PHS_TOOL_TEST_DEEP === '1') return;
  process.env.PHS_ENGINE_POOL = mkdtempSync(join(tmpdir(), 'phs-engines-'));
  // Scheduled tasks of a simulated server begin with an empty environment.
  process.env.PHS_TOOL_TEST_TASK_VARIABLE = `PHS_ENGINE_POOL=${process.env.PHS_ENGINE_POOL}`;
}

export function tearDown() {
  const folder = process.env.PHS_ENGINE_POOL ?? '';
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
}
