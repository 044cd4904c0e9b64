import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import { judgingOptions } from '../command-line/common-options.js';
import { namesObjects, objectOptions } from '../command-line/diagnose-options.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import {
  guardOptions,
  howToNamePowerShell,
  printGuardText,
  refuseRecording,
  requireLastingServer,
  refuseRemote,
} from '../command-steps/guard-command.js';
import { givenObjects, noNames, type GivenObject } from '../command-steps/object-references.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { withServer } from '../command-steps/with-server.js';
import { mostUsers, type UserSyncDocument } from '../model/user-sync.js';
import { parseDuration } from '../parsers/duration.js';
import { parseTimeout } from '../parsers/interval.js';
import { userSyncText } from '../views/user-sync-text.js';
import { jsonText } from '../views/json.js';

const options = z
  .strictObject({
    dn: objectOptions.dn,
    dnFile: objectOptions.dnFile,
    upn: objectOptions.upn,
    sam: objectOptions.sam,
    connector: judgingOptions.connector,
    confirm: z
      .boolean()
      .default(false)
      .meta({ description: 'Call the cmdlet, once for each user; without it nothing is called' }),
    timeout: z
      .string()
      .default('2m')
      .meta({ description: 'Time that one call may take', alias: 't', value: 'DURATION' }),
    ...guardOptions,
  })
  .superRefine((given, context) => {
    if (!namesObjects(given)) {
      context.addIssue({ code: 'custom', message: 'Name the user: --dn, --upn, --sam, or --dn-file for several.' });
    }
  });

type Given = z.output<typeof options>;

/** What the verdict on the server looks back at, as `diagnose` does. */
const since = '3h';

/** The users that are named, before anything is asked. Raises a UsageError for none and for too many. */
async function readNames(ctx: Context, given: Given): Promise<readonly GivenObject[]> {
  const names: GivenObject[] = [];
  for await (const name of givenObjects(given, ctx)) {
    names.push(name);
    if (names.length > mostUsers) {
      throw new UsageError(`At most ${mostUsers} users can be named, and there are more.`, {
        hint: 'For all users of a connector there is the full password sync: phs-tool force-full-sync. If many fail, phs-tool diagnose finds their common cause.',
      });
    }
  }
  if (names.length === 0 && given.dnFile !== undefined) {
    throw noNames(given.dnFile);
  }
  return names;
}

function print(ctx: Context, given: Given, made: UserSyncDocument): void {
  const document = { ...made, next: forSameServer(made.next, given) };
  if (given.output === 'json') {
    ctx.io.stdout(jsonText(document));
  } else {
    printGuardText(ctx, given, (look) => userSyncText(document, look));
  }
}

async function run(ctx: Context, given: Given): Promise<ExitCode> {
  if (given.confirm) {
    requireLastingServer(given, 'sync-user --confirm');
  }
  const timeoutMs = parseTimeout(given.timeout);
  const names = await readNames(ctx, given);
  const request = { ...given, command: 'sync-user', needsPowerShell: howToNamePowerShell };
  const preload = (): Promise<unknown> => import('../command-steps/sync-users.js');
  return withServer(ctx, request, preload, async (server) => {
    if (given.simulate !== undefined) {
      refuseRecording(server.opened);
    }
    const { syncUsers } = await import('../command-steps/sync-users.js');
    const asked = { ...given, timeoutMs, sinceMs: parseDuration(since) };
    const { document, source } = await syncUsers(ctx, asked, names, server);
    server.progress.done();
    print(ctx, given, document);
    sayLeftOff(ctx, source.facts, { ...given, source: server.source });
    return document.exitCode;
  });
}

/** `phs-tool sync-user`: Microsoft's cmdlet for one user, with a look before and after. */
export const syncUserCommand: Command = defineCommand({
  name: 'sync-user',
  describe: 'Synchronize the password of one user again, once, and verify it in the log of the user',
  examples: [
    {
      line: 'phs-tool sync-user --dn "CN=Ann Lee,OU=Staff,DC=contoso,DC=com"',
      description: 'What is wrong, what would be called and whether it helps; nothing is called',
    },
    {
      line: 'phs-tool sync-user --upn ann.lee@contoso.com --confirm',
      description: 'Call it, and wait for the new entry of the log (exit code 4 if there is no success)',
    },
    { line: 'phs-tool sync-user --dn-file users.csv --confirm', description: 'At most 25 users, one after the other' },
    {
      line: 'phs-tool sync-user --sam log-error --simulate users',
      description: 'With PowerShell (pwsh) on any machine: what would be called on a simulated server',
    },
  ],
  options,
  refuse: refuseRemote,
  run,
});
