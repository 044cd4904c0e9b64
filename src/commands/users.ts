import { commandToCopy } from '../base/command-to-copy.js';
import type { ExitCode } from '../base/exit-codes.js';
import { UserLedger } from '../collect/user-ledger.js';
import type { Context } from '../command-line/context.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { usersOptions, type UsersOptions } from '../command-line/users-options.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import { openUsersServer, UsersList } from '../command-steps/list-users.js';
import { nameConnector } from '../command-steps/resolve-connector.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';
import { chooseTimes } from '../output/text-look.js';
import { writeUsers } from '../output/users-output.js';
import { parseDuration } from '../parsers/duration.js';

/** What comes next for users who are not in order; a recording cannot answer it for all of them. */
function listNext(given: UsersOptions, { opened }: OpenServer): readonly string[] {
  if (opened.recorded !== undefined) {
    return [];
  }
  const list = commandToCopy('phs-tool users --failed --output ndjson', [
    ['since', given.since],
    ['connector', given.connector],
  ]);
  return [[list, 'phs-tool diagnose --dn-file -'].flatMap((line) => forSameServer([line], given)).join(' | ')];
}

async function listUsers(ctx: Context, given: UsersOptions, server: OpenServer): Promise<ExitCode> {
  const { opened, progress, source, startedAt, finishedAt } = server;
  const times = chooseTimes(ctx, given);
  const note = (text: string): void => {
    if (!given.quiet) {
      progress.note(times.write(text));
    }
  };
  const { reader, connectors, readLog } = await openUsersServer(ctx, given, server);
  const connector = nameConnector(given.connector, connectors);
  if (!connectors.known) {
    note(`The connectors of the users are not known. ${connectors.reason.message}`);
  }
  const lengthMs = parseDuration(given.since);
  const startsAt = new Date(opened.now.getTime() - lengthMs);
  const oldestAt = await reader.oldestAt(startsAt);
  const ledger = new UserLedger();
  await reader.read(startsAt, (page) => {
    ledger.add(page);
  });
  const leftOff = await reader.leftOff();
  const users = new UsersList(ledger, {
    connectors,
    connector,
    failed: given.failed,
    readLog,
    signal: ctx.signal,
    onVerify: (count) => {
      progress.stage(`Reading the log of user ${count}`);
    },
  });
  const window = { startsAt: startsAt.toISOString(), endsAt: opened.now.toISOString(), lengthMs };
  const reading = { ...ledger.counts(), size: ledger.size, startsAt: window.startsAt, oldestAt };
  await writeUsers(
    {
      ...{ ctx, given, source, startedAt, finishedAt, window, connector, reading, note },
      userCount: users.count(),
      next: listNext(given, server),
      endProgress: progress.done,
    },
    users.list(),
  );
  return sayLeftOff(ctx, leftOff, { ...given, source });
}

/** `phs-tool users`. */
export const usersCommand: Command = defineCommand({
  name: 'users',
  describe: 'List the users whose passwords were changed, with the result that the log reports, by cause',
  examples: [
    { line: 'phs-tool users --failed', description: 'Who is affected, in the last 24 hours' },
    { line: 'phs-tool users --failed --verify --since 3h', description: "With each user's own password sync log" },
    {
      line: 'phs-tool users --failed --output ndjson | phs-tool diagnose --dn-file -',
      description: 'Why: each of them, from Active Directory to Entra',
    },
    { line: 'phs-tool users --output csv > users.csv', description: 'For a spreadsheet; cells cannot run formulas' },
    { line: 'phs-tool users --simulate users', description: 'Anywhere, on a simulated server' },
  ],
  options: usersOptions,
  run: async (ctx, given) => {
    parseDuration(given.since);
    return withServer(
      ctx,
      { ...given, command: 'users' },
      () => Promise.resolve(),
      (server) => listUsers(ctx, given, server),
    );
  },
});
