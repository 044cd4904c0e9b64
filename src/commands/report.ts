import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import { parseDuration } from '../parsers/duration.js';
import { defineCommand, type Command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { without } from '../base/without.js';
import {
  configOptions,
  expectOfServers,
  outputOptions,
  recordOptions,
  serverOptions,
  severalServersOptions,
  timeoutOfServersOptions,
} from '../command-line/common-options.js';
import { flagName } from '../command-line/describe-options.js';
import { diagnoseOptions, followedOptions, objectOptions } from '../command-line/diagnose-options.js';
import {
  htmlReportOnServer,
  preloadHtmlReport,
  type HtmlReportCollectors,
} from '../command-steps/html-report-on-server.js';
import { chooseRemote } from '../command-steps/choose-remote.js';
import { listServers, refuseForSeveral, type FleetServer } from '../command-steps/fleet-servers.js';
import { forServers } from '../command-steps/for-servers.js';
import { requireNames } from '../command-steps/object-references.js';
import { requireReplay } from '../command-steps/require-replay.js';
import { htmlReportOfRecording } from '../command-steps/html-report-of-recording.js';
import { withTimeout } from '../command-steps/with-deadline.js';
import { withServer } from '../command-steps/with-server.js';
import { checkTarget } from '../output/write-page.js';

const { connector, secondOpinion, failOn } = diagnoseOptions.shape;

/** Every option of `report`. */
export const reportOptions = z.strictObject({
  out: z.string().min(1).optional().meta({ description: 'Write this file; - is stdout', value: 'FILE' }),
  since: z.string().default('24h').meta({
    description: 'Length of the timeline: 90m, 24h, 7d; findings cover its last 3 hours',
    value: 'DURATION',
  }),
  title: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Name at the top of the page, for example of a customer', value: 'TEXT' }),
  from: z.array(z.string().min(1)).max(50).optional().meta({
    description: 'Answer from this recording or bundle instead of a server; several make one page',
    value: 'FILE',
  }),
  connector,
  ...objectOptions,
  ...followedOptions,
  secondOpinion,
  expect: expectOfServers,
  failOn,
  utc: outputOptions.utc.meta({
    description: 'Has no effect: all times of the page are in UTC, so that it can be passed on',
  }),
  quiet: outputOptions.quiet.meta({ description: 'Print only the path of the report on stderr', alias: 'q' }),
  ...recordOptions,
  ...timeoutOfServersOptions,
  ...serverOptions,
  ...without(severalServersOptions, ['replay']),
  ...configOptions,
});

/** A recording takes the place of a server, and is not recorded again. */
function refuseServerBeside(files: readonly string[], given: z.output<typeof reportOptions>): void {
  const keys = ['simulate', 'computer', 'ssh', 'server', 'record'] as const;
  const key = keys.find((each) => given[each] !== undefined);
  const other = key === undefined ? undefined : flagName(key);
  if (files.length > 0 && other !== undefined) {
    throw new UsageError(`--from and ${other} cannot be used together.`, { hint: `Leave out ${other}.` });
  }
}

const examples: Command['examples'] = [
  {
    line: 'phs-tool report',
    description: 'On a terminal: a new file in this folder; otherwise HTML on stdout',
  },
  {
    line: 'phs-tool report --out report.html --since 7d',
    description: 'Into this file, with a week on the timelines',
  },
  {
    line: 'phs-tool report --dn "CN=Ann Lee,OU=Staff,DC=contoso,DC=com" --out ann.html',
    description: 'With one user, from Active Directory to Entra',
  },
  {
    line: 'phs-tool report --from sync01.ndjson --from sync02.ndjson --title "Contoso" --out contoso.html',
    description: 'Several recordings or bundles in one page, with a line for each server',
  },
  {
    line: 'phs-tool report --simulate two-forests-one-silent > report.html',
    description: 'To try it anywhere',
  },
];

type LoadCollectors = () => Promise<HtmlReportCollectors>;

/** One page of several, whether servers or recordings answer. */
async function reportOnSeveral(
  ctx: Context,
  given: z.output<typeof reportOptions>,
  servers: readonly FleetServer[],
): Promise<ExitCode> {
  const { htmlReportOfFleet } = await import('../command-steps/html-report-of-fleet.js');
  return htmlReportOfFleet(ctx, given, servers);
}

/** One page of the recordings or bundles that `--from` names. */
function reportFromFiles(
  ctx: Context,
  given: z.output<typeof reportOptions>,
  files: readonly string[],
): Promise<ExitCode> {
  const recorded = { ...given, simulate: undefined, computer: undefined, ssh: undefined, server: undefined };
  const [first, ...others] = files;
  if (first !== undefined && others.length === 0) {
    return withTimeout(ctx, given.timeout, (inTime) => htmlReportOfRecording(inTime, recorded, first));
  }
  // Options of a way to a server are refused, as for one recording.
  chooseRemote(recorded, {});
  return reportOnSeveral(ctx, recorded, listServers({ replay: files }));
}

/** One page of the server, or of all servers that are named. */
function reportOnServers(
  ctx: Context,
  given: z.output<typeof reportOptions>,
  load: LoadCollectors | undefined,
): Promise<ExitCode> {
  return forServers(
    ctx,
    given,
    (world, one, named) => {
      const own = { ...one, expect: one.expect ?? named?.expect };
      return withTimeout(world, one.timeout, (inTime) =>
        withServer(inTime, { ...own, command: 'report' }, preloadHtmlReport, (server) =>
          htmlReportOnServer(inTime, own, server, load),
        ),
      );
    },
    (servers) => {
      refuseForSeveral(given, ['record', 'dn', 'dnFile', 'upn', 'sam', 'allUsers', 'secondOpinion']);
      return reportOnSeveral(ctx, given, servers);
    },
  );
}

/** Makes the command; `load` is called after PowerShell has been started. */
export function createReportCommand(load?: LoadCollectors): Command {
  return defineCommand({
    name: 'report',
    describe: 'Write everything that diagnose finds, with timelines, to one HTML file',
    examples,
    options: reportOptions,
    run: async (ctx, given) => {
      parseDuration(given.since);
      const files = given.from ?? [];
      refuseServerBeside(files, given);
      requireReplay({ isReplay: ctx.isReplay === true || files.length > 0 }, given);
      await requireNames(given, ctx);
      await checkTarget(ctx, given.out);
      return files.length > 0 ? reportFromFiles(ctx, given, files) : reportOnServers(ctx, given, load);
    },
  });
}

/** `phs-tool report`. */
export const reportCommand: Command = createReportCommand();
