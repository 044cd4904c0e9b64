import { expect, test } from '@jest/globals';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { collectSecondOpinion } from '../../src/collect/collect-second-opinion.js';
import type { DiagnosticEntry } from '../../src/model/diagnostic-entry.js';
import { openSession } from '../../src/session/open-session.js';
import { requireEngine, describeWithEngine } from '../support/engine.js';

async function opinion(scenario: string, connectorName?: string): Promise<readonly DiagnosticEntry[]> {
  const request = { simulate: scenario, powershell: requireEngine(), onNote: () => undefined };
  const opened = await openSession(request, { env: process.env, clock: () => new Date() });
  try {
    const options = { now: opened.now, sinceMs: 3 * 3_600_000, modulePath: undefined };
    const facts = await collectDiagnosis(opened.session, options);
    const entries = await collectSecondOpinion(opened.session, { facts, connectorName });
    expect(entries).toMatchObject({ known: true });
    return entries.known ? entries.value : [];
  } finally {
    await opened.close();
  }
}

const toldOf = (entries: readonly DiagnosticEntry[], topic: string): readonly string[] =>
  entries.filter((entry) => entry.topic === topic).map(({ subject, status }) => `${subject ?? ''}: ${status}`);

describeWithEngine("Microsoft's diagnostics on simulated servers", () => {
  test('without a connector: host text with its colours, and the question at the end', async () => {
    const entries = await opinion('two-forests-one-silent');
    expect(toldOf(entries, 'heartbeat')).toEqual(['contoso.com: ok', 'fabrikam.com: problem']);
    expect(toldOf(entries, 'channel')).toEqual(['contoso.com: ok', 'fabrikam.com: ok']);
    expect(toldOf(entries, 'question')).toHaveLength(1);
  });

  test('with a connector: objects of the non-interactive mode, and no question', async () => {
    const entries = await opinion('healthy', 'contoso.com');
    expect(entries.filter(({ kind }) => kind === 'result').length).toBeGreaterThan(3);
    expect(toldOf(entries, 'domain-reachable')).toEqual(['contoso.com: ok']);
    expect(toldOf(entries, 'question')).toEqual([]);
  });

  test('a module outside the path is found with its neighbour', async () => {
    expect(toldOf(await opinion('module-outside-path', 'contoso.com'), 'cloud-configuration')).toHaveLength(1);
  });
});
