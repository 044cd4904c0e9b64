import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/command-line/command.js';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { guardRecoverCommand } from '../../src/commands/guard-recover.js';
import { guardSetupCommand } from '../../src/commands/guard-setup.js';
import { guardShowCommand } from '../../src/commands/guard-show.js';
import { guardSupersedeCommand } from '../../src/commands/guard-supersede.js';
import { pairIdOf } from '../../src/guard/live-pair.js';
import type { RecordKind } from '../../src/guard/slots.js';
import { FakeChangingSession } from '../support/changing-session.js';
import { adConnector, entraConnector, ids, now } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { claimed, ran } from '../support/guard-command-call.js';
import { toOff, toOn } from '../support/guard-evidence.js';
import { inspectRows, journalRows } from '../support/guard-records.js';
import { healthyReplies } from '../support/healthy-replies.js';

/** A server with two forests; a run for contoso.com left these records, and fabrikam.com is on. */
async function call(
  command: Command,
  given: Readonly<Record<string, unknown>>,
  slots: readonly RecordKind[],
  contoso: 'on' | 'off',
) {
  const enabled = contoso === 'on' ? 'yes' : 'no';
  const fabrikam = {
    adConnectorId: ids.fabrikam,
    adConnectorName: 'fabrikam.com',
    pair: pairIdOf(ids.fabrikam, ids.entra),
  };
  const snapshotOf = (id: unknown): Readonly<Record<string, string>> | null =>
    id === ids.fabrikam ? fabrikam : id === ids.contoso ? { enabled, enabledAgain: enabled } : null;
  const session = new FakeChangingSession(
    {
      ...healthyReplies,
      'Get-PhsConnector': { rows: [entraConnector(), adConnector(), adConnector('fabrikam.com')] },
      'Invoke-PhsGuardedSync': (args) => {
        const { adConnectorId } = args as { adConnectorId?: string };
        return { rows: inspectRows(journalRows([{ slots }]), { snapshot: snapshotOf(adConnectorId) }) };
      },
    },
    { Claim: claimed, Run: ran(), Setup: [], Recover: [], Supersede: [{ kind: 'superseded', fields: { epoch: '1' } }] },
  );
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
  });
  return { code: await command.run(ctx, given), out: ctx.out(), changes: session.changes.map(({ mode }) => mode) };
}

const fabrikam = { connector: 'fabrikam.com' };
const commands: readonly (readonly [string, Command, Readonly<Record<string, unknown>>])[] = [
  ['force-full-sync', forceFullSyncCommand, fabrikam],
  ['force-full-sync --confirm', forceFullSyncCommand, { ...fabrikam, confirm: true }],
  ['guard show', guardShowCommand, fabrikam],
  ['guard recover', guardRecoverCommand, fabrikam],
  ['guard supersede', guardSupersedeCommand, { ...fabrikam, evidence: 'parameter', reason: 'case 123' }],
  ['guard setup', guardSetupCommand, {}],
];

describe('a command about one forest, while a run left another one off', () => {
  test.each(commands)('%s ends with 7 and says how to turn that one on', async (_, command, given) => {
    const { code, out } = await call(command, given, toOff, 'off');

    expect(code).toBe(7);
    expect(out).toContain("phs-tool guard recover --connector 'contoso.com'");
  });

  test('force-full-sync begins nothing, names the condition, and begins when the other one is on', async () => {
    const given = { ...fabrikam, confirm: true };
    const refused = await call(forceFullSyncCommand, given, toOff, 'off');
    const begun = await call(forceFullSyncCommand, given, toOff, 'on');

    expect(refused.out).toContain('Not met: No run of this tool left another connector off');
    expect(refused.changes).toEqual([]);
    expect({ code: begun.code, changes: begun.changes }).toEqual({ code: 0, changes: ['Claim', 'Run'] });
  });

  test.each(commands)(
    '%s does not end with 7 where that run came to its end, or that forest is on',
    async (_, command, given) => {
      expect((await call(command, given, [...toOn, 'VERIFIED'], 'off')).code).not.toBe(7);
      expect((await call(command, given, toOff, 'on')).code).not.toBe(7);
    },
  );
});
