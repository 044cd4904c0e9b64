import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { invokePhsDiagnostic } from '../../src/scripts/invoke-phs-diagnostic.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder, sessionWithModules, testVariable } from '../support/operations-session.js';

const noColor = { propertyName: null, propertyValue: null, outputType: null };

describeWithEngine('Invoke-PhsDiagnostic with the diagnostics of an old build', () => {
  let session: LiveSession;
  const diagnose = (distinguishedName: string) =>
    session.run(invokePhsDiagnostic, { connectorName: 'contoso.com', distinguishedName });

  beforeAll(async () => {
    session = sessionWithModules('traced');
    const modulePath = moduleFolder('traced');
    await session.run(importPhsModule, { modulePath, candidates: [], installFolder: '' });
  });

  afterAll(async () => {
    await session.close();
  });

  test('every line comes in its order, with its colour, results and errors between them', async () => {
    const { state, rows } = await diagnose('');
    expect(state).toBe('completed');
    const lines = rows.filter(({ kind }) => kind !== 'error');
    expect(lines).toEqual([
      { kind: 'host', text: 'Password Hash Synchronization is ', color: null, noNewLine: true, ...noColor },
      { kind: 'host', text: 'enabled', color: 'Green', noNewLine: false, ...noColor },
      { kind: 'output', text: 'stray contoso.com', color: null, noNewLine: false, ...noColor },
      { kind: 'host', text: '2 rules', color: 'Cyan', noNewLine: false, ...noColor },
      { kind: 'host', text: 'done', color: 'Yellow', noNewLine: false, ...noColor },
    ]);
    expect(rows.filter(({ kind }) => kind === 'error')).toMatchObject([{ text: 'goes on' }]);
  });

  for (const [question, asked, answer] of [
    ['host', '', 'line n'],
    ['read', 'Switch password hash synchronization off and on?', 'read n'],
    ['choice', 'Domain flag Set it?', 'choice 1'],
  ] as const) {
    test(`a question (${question}) is answered with no, is told, and does not end it`, async () => {
      const { state, rows } = await diagnose(question);
      expect(state).toBe('completed');
      const kinds = rows.filter(({ kind }) => kind !== 'error').map(({ kind, text }) => `${kind}: ${text}`);
      expect(kinds.slice(-3)).toEqual([`answered: ${asked}`, `host: ${answer}`, 'host: done']);
    });
  }

  for (const question of ['loop', 'menu', 'caught', 'secret', 'account']) {
    test(`a question that no does not answer (${question}) ends it and keeps what was written before`, async () => {
      const { state, rows } = await diagnose(question);
      expect(state).toBe('completed');
      const texts = rows.filter(({ kind }) => kind === 'host').map(({ text }) => text);
      expect(texts.slice(0, 3)).toEqual(['Password Hash Synchronization is ', 'enabled', '2 rules']);
      expect(rows.map(({ kind }) => kind).filter((kind) => kind === 'prompt')).toHaveLength(1);
      expect(rows.at(-1)?.kind).toBe('prompt');
      expect(rows.some(({ text }) => text === 'done')).toBe(false);
    });
  }

  test('a failure ends it and keeps what was written before', async () => {
    const { state, rows } = await diagnose('throw');
    expect(state).toBe('completed');
    expect(rows.at(-1)).toMatchObject({ kind: 'failure', text: 'broken' });
    expect(rows.some(({ text }) => text === '2 rules')).toBe(true);
  });

  test('nothing of it stays in the session', async () => {
    await diagnose('');
    const { rows } = await session.run(testVariable, { name: 'AscCustomScriptObjectProperty' });
    expect(rows).toEqual([{ value: null }]);
  });

  test('one that never ends is stopped at the deadline, and the session goes on', async () => {
    const impatient = { ...invokePhsDiagnostic, deadlineMs: 10_000 };
    const { state, rows } = await session.run(impatient, { connectorName: '', distinguishedName: 'forever' });
    expect(state).toBe('timeout');
    expect(rows.some(({ text }) => text === '2 rules')).toBe(true);
    expect((await diagnose('')).state).toBe('completed');
  });
});
