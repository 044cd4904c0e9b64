import { expect, test } from '@jest/globals';
import { eventsDocumentSchema } from '../../src/model/events-document.js';
import { eventsOfServersSchema } from '../../src/model/events-of-servers-document.js';
import { phsEventSchema } from '../../src/model/phs-event.js';
import { runCli, runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';

describeWithEngine('events on a simulated server, in the real engine', () => {
  test('finds the failure of a domain with its RPC code', async () => {
    const run = await runCliLive([
      'events',
      '--simulate',
      'replication-access-denied',
      '--output',
      'json',
      '--id',
      '611',
    ]);
    const { events, timelines } = eventsDocumentSchema.parse(JSON.parse(run.stdout));

    expect(run.exitCode).toBe(0);
    expect(events.length).toBeGreaterThan(0);
    expect(events.every((event) => event.type === 'domain-failure' && event.rpcCode === 8453)).toBe(true);
    expect(timelines[0]?.problems).toBe(events.length);
  });

  test('asks several servers side by side, and one that cannot be asked holds nobody up', async () => {
    const named = ['--simulate', 'healthy', '--simulate', 'replication-access-denied', '--replay', 'no-such.ndjson'];
    const run = await runCliLive(['events', ...named, '--output', 'json', '--id', '611']);
    const { servers } = eventsOfServersSchema.parse(JSON.parse(run.stdout));

    expect(run.exitCode).toBe(5);
    expect(
      servers.map((server) => ('error' in server ? server.error.code : server.document.events.length > 0)),
    ).toEqual([false, true, 'E_FILE']);
  });

  test('tells forests apart, streams lines with the newest last, and notes a log that is too short', async () => {
    const run = await runCliLive(['events', '--simulate', 'two-forests-one-silent', '--since', '7d', '-o', 'ndjson']);
    const events = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => phsEventSchema.parse(JSON.parse(line)));
    const instants = events.map(({ generatedAt }) => Date.parse(generatedAt));

    expect(new Set(events.map(({ connectorName }) => connectorName))).toEqual(new Set(['contoso.com', 'fabrikam.com']));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(events.filter(({ type }) => type === 'unknown')).toEqual([]);
    expect(run.stderr).toMatch(/reaches back to .* only/);
  });
});

test('explain needs no PowerShell, and an unknown term gives 2', async () => {
  const known = await runCli(['explain', '8456'], { PATH: '' });
  const unknown = await runCli(['explain', 'FilteredByTraget']);

  expect(known).toMatchObject({ exitCode: 0, stderr: '' });
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain('Did you mean FilteredByTarget?');
});
