import { describe, expect, test } from '@jest/globals';
import { collectSecondOpinion } from '../../src/collect/collect-second-opinion.js';
import type { DiagnosticEntry, DiagnosticLine } from '../../src/model/diagnostic-entry.js';
import type { Fact } from '../../src/model/fact.js';
import { FakeSession, failure, type FakeReplies, type FakeReply } from '../support/fake-session.js';
import { twoForestFacts, unreadable } from '../support/facts.js';

function line(
  text: string,
  kind: DiagnosticLine['kind'] = 'result',
  more: Partial<DiagnosticLine> = {},
): DiagnosticLine {
  const nothing = { color: null, noNewLine: false, propertyName: null, propertyValue: null, outputType: null };
  return { kind, text, ...nothing, ...more };
}

const refusal = line('ADConnectorName is a mandatory parameter in Non-Interactive Mode.', 'host', { color: 'Red' });
const help = line('For more help: call', 'host');
const enabled = line('Password Hash Synchronization is enabled', 'result', { outputType: 'Output' });
const heading = (name: string): DiagnosticLine => line(`AD Connector - ${name}`, 'host');

/** Runs the second opinion on two forests; the reply depends on the connector that is asked about, empty for the server. */
async function ask(
  replyTo: (connectorName: string) => FakeReply,
  connectorName?: string,
): Promise<{ readonly asked: readonly string[]; readonly opinion: Fact<readonly DiagnosticEntry[]> }> {
  const asked: string[] = [];
  const replies: FakeReplies = {
    'Import-PhsModule': { failed: failure() },
    'Invoke-PhsDiagnostic': (args) => {
      const name = String(Object.entries(args ?? {}).find(([key]) => key === 'connectorName')?.[1]);
      asked.push(name);
      return replyTo(name);
    },
  };
  const opinion = await collectSecondOpinion(new FakeSession(replies), { facts: twoForestFacts(), connectorName });
  return { asked, opinion };
}

function told({ opinion }: { readonly opinion: Fact<readonly DiagnosticEntry[]> }): readonly string[] {
  return opinion.known ? opinion.value.map(({ topic, subject, text }) => `${topic} ${subject ?? ''}: ${text}`) : [];
}

const isOn = (name: string): string => `channel ${name}: Password Hash Synchronization is enabled`;

describe('the second opinion', () => {
  test('of a build without questions: the server refuses without a connector, so each one is asked about', async () => {
    const answer = await ask((name) => ({ rows: name === '' ? [refusal, help] : [enabled, help] }));

    expect(answer.asked).toEqual(['', 'contoso.com', 'fabrikam.com']);
    expect(told(answer)).toEqual(['other : For more help: call', isOn('contoso.com'), isOn('fabrikam.com')]);
  });

  test('of a build that tells of all connectors at once: nothing is asked twice', async () => {
    const rows = [heading('contoso.com'), enabled, heading('fabrikam.com'), enabled];
    const answer = await ask(() => ({ rows }));

    expect(answer.asked).toEqual(['']);
    expect(told(answer).filter((text) => text.startsWith('channel'))).toEqual([
      isOn('contoso.com'),
      isOn('fabrikam.com'),
    ]);
  });

  test('that a question cuts off keeps what came, says where, and asks about the connectors that are missing', async () => {
    const cut = [heading('contoso.com'), enabled, line('Which menu?', 'prompt')];
    const answer = await ask((name) => ({ rows: name === '' ? cut : [enabled] }));

    expect(answer.asked).toEqual(['', 'fabrikam.com']);
    expect(told(answer).slice(1)).toEqual([isOn('contoso.com'), 'cut contoso.com: Which menu?', isOn('fabrikam.com')]);
  });

  test('that gives no answer in time keeps what came, and is not tried for the others', async () => {
    const answer = await ask(() => ({ timeout: true, rows: [heading('contoso.com'), enabled] }));

    expect(answer.asked).toEqual(['']);
    expect(told(answer).slice(1)).toEqual([
      isOn('contoso.com'),
      expect.stringMatching(/^cut : Could not read what Microsoft's own diagnostics say: no answer within/),
      'cut fabrikam.com: "fabrikam.com" was no longer queried.',
    ]);
  });

  test('of one connector that fails is told beside that of the other one', async () => {
    const answer = await ask((name) =>
      name === 'contoso.com' ? { failed: failure({ message: 'no' }) } : { rows: name === '' ? [refusal] : [enabled] },
    );

    expect(told(answer)).toEqual([expect.stringMatching(/^cut contoso\.com: .*no/), isOn('fabrikam.com')]);
  });

  test('of a named connector asks about that one alone', async () => {
    const answer = await ask(() => ({ rows: [enabled] }), 'fabrikam.com');

    expect(answer.asked).toEqual(['fabrikam.com']);
    expect(told(answer)).toEqual([isOn('fabrikam.com')]);
  });

  test('of a server whose connectors are not known keeps the refusal', async () => {
    const session = new FakeSession({ 'Invoke-PhsDiagnostic': { rows: [refusal] } });
    const facts = twoForestFacts({ connectors: unreadable() });

    expect(told({ opinion: await collectSecondOpinion(session, { facts }) })).toEqual([
      'other : ADConnectorName is a mandatory parameter in Non-Interactive Mode.',
    ]);
  });

  test('is unknown if the build has no diagnostics', async () => {
    const failed = failure({ exceptionTypes: ['System.Management.Automation.CommandNotFoundException'] });
    const answer = await ask(() => ({ failed }));

    expect(answer.asked).toEqual(['']);
    expect(answer.opinion).toMatchObject({ known: false, reason: { code: 'command-missing' } });
  });
});
