import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { redactRecording } from '../support/redacted.js';

const at = '2026-01-15T12:00:00.000Z';

/** A recording of the guard's inspection with these rows. */
function recordingOf(rows: readonly unknown[]): string {
  const request = 1;
  const said = { errors: [], warnings: [], information: [], durationMs: 1 };
  return [
    {
      type: 'header',
      format: 'phs-recording/2',
      toolVersion: 'test',
      command: 'status',
      startedAt: at,
      recordedAt: at,
      simulated: true,
    },
    { type: 'rows', request, rows },
    {
      type: 'answer',
      request,
      operation: 'Invoke-PhsGuardedSync',
      arguments: { mode: 'Inspect' },
      rowCount: rows.length,
      state: 'completed',
      ...said,
    },
    { type: 'end', outcome: 'completed', finishedAt: at, lines: 3 },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function redacted(rows: readonly unknown[], level: 'none' | 'names' | 'all'): string {
  const folder = mkdtempSync(join(tmpdir(), 'phs-guard-rows-'));
  try {
    const path = join(folder, 'raw.ndjson');
    writeFileSync(path, recordingOf(rows));
    return redactRecording(path, level).text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const platform = {
  kind: 'platform',
  fields: { machineName: 'CONTOSO-SYNC01', operator: 'CONTOSO\\ann', wizard: 'closed', runsState: 'read' },
};
const slot = { kind: 'slot', fields: { pair: 'a', bytes: Buffer.from('adName contoso.com').toString('base64') } };

test('what the guard says of the machine loses its names and keeps its words', () => {
  for (const level of ['names', 'all'] as const) {
    expect(redacted([platform], level)).toMatch(/"wizard":"closed","runsState":"read"/);
    expect(redacted([platform], level)).toMatch(/"mode":"Inspect"/);
    expect(redacted([platform], level)).not.toMatch(/contoso|ann"/i);
  }
});

test('records that the guard sealed are left out where names are replaced, and kept where they are not', () => {
  for (const level of ['names', 'all'] as const) {
    expect(redacted([platform, slot], level)).not.toMatch(/Invoke-PhsGuardedSync|"bytes"/);
  }
  expect(redacted([platform, slot], 'none')).toMatch(/"bytes":"/);
});
