import { describe, expect, test } from '@jest/globals';
import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import { guardRecoverCommand } from '../../src/commands/guard-recover.js';
import { guardShowCommand } from '../../src/commands/guard-show.js';
import { guardSupersedeCommand } from '../../src/commands/guard-supersede.js';
import type { Command } from '../../src/command-line/command.js';
import { PhsError } from '../../src/base/errors.js';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { FakeChangingSession } from '../support/changing-session.js';
import { now } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { failure } from '../support/fake-session.js';
import { toOff } from '../support/guard-evidence.js';
import { eventRow, inspectRows, journalRows, run } from '../support/guard-records.js';
import { healthyReplies } from '../support/healthy-replies.js';

/** The service does not answer: no connectors, no snapshot; journal and events can be read. */
const unread = { snapshot: null, 'snapshot-failure': { detail: 'The RPC server is unavailable.', errorId: null } };

interface Outcome {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly error: PhsError | undefined;
  readonly changes: number;
}

async function call(command: Command, given: object, rows: readonly GuardRow[]): Promise<Outcome> {
  const session = new FakeChangingSession(
    {
      ...healthyReplies,
      'Get-PhsConnector': { failed: failure({ message: 'The RPC server is unavailable.' }) },
      'Invoke-PhsGuardedSync': { rows },
    },
    {},
  );
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
  });
  try {
    const code = await command.run(ctx, { ...given });
    return { code, ctx, error: undefined, changes: session.changes.length };
  } catch (error) {
    if (!(error instanceof PhsError)) throw error;
    return { code: error.exitCode, ctx, error, changes: session.changes.length };
  }
}

const commands: readonly (readonly [string, Command, object])[] = [
  ['force-full-sync', forceFullSyncCommand, {}],
  ['force-full-sync --confirm', forceFullSyncCommand, { confirm: true }],
  ['guard recover', guardRecoverCommand, {}],
  ['guard supersede', guardSupersedeCommand, { run, reason: 'case 123' }],
];

describe('while the service does not answer and its connectors cannot be read', () => {
  const cutOff = inspectRows(journalRows([{ slots: toOff }]), unread);
  const eventOnly = inspectRows([eventRow('OFF_INTENT', { run })], unread);
  const over = inspectRows(journalRows([{ slots: [...toOff, 'ON_SEEN', 'VERIFIED'] }]), unread);

  test.each(commands)(
    '%s ends with 7 where a run may have left it off, by the journal or by an event, and says what to do',
    async (_, command, given) => {
      for (const rows of [cutOff, eventOnly]) {
        const { code, error, changes } = await call(command, given, rows);

        expect(code).toBe(7);
        expect(error?.message).toMatch(/may have left password hash synchronization OFF.*RPC server/);
        expect(error?.hint).toContain('Restart-Service ADSync');
        expect(error?.hint).toContain('phs-tool guard recover');
        expect(changes).toBe(0);
      }
    },
  );

  test.each(commands)('%s ends with 5 where no run can have left anything off', async (_, command, given) => {
    for (const rows of [over, inspectRows([], unread)]) {
      expect((await call(command, given, rows)).code).toBe(5);
    }
  });

  test('guard show tells the run with the name of its claim, and does not call it strange', async () => {
    const shown = await call(guardShowCommand, {}, cutOff);
    const { pairs, connectors } = guardShowSchema.parse(
      JSON.parse((await call(guardShowCommand, { output: 'json' }, cutOff)).ctx.out()),
    );

    expect(shown.code).toBe(7);
    expect(shown.ctx.out()).toContain('contoso.com');
    expect(shown.ctx.out()).toContain("phs-tool guard recover --connector 'contoso.com'");
    expect(shown.ctx.out()).not.toMatch(/not on this server|guard supersede/);
    expect({ connectors, names: pairs.map(({ adConnector }) => adConnector) }).toEqual({
      connectors: 'unreadable',
      names: ['contoso.com'],
    });
    expect((await call(guardShowCommand, {}, over)).code).toBe(0);
  });
});
