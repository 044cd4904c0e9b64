import { z } from 'zod';
import {
  configOptions,
  expectOfServers,
  judgingOptions,
  outputOptions,
  recordOptions,
  serverOptions,
  severalServersOptions,
  timeoutOfServersOptions,
  timeoutOptions,
} from './common-options.js';
import { flagName } from './describe-options.js';

/** Options that name the objects to look at; with one of them `diagnose` follows objects instead of judging the server. */
export const objectOptions = {
  dn: z
    .array(z.string())
    .optional()
    .meta({ description: 'Follow one user by DN or <GUID=...>; repeatable', value: 'DN' }),
  dnFile: z.string().optional().meta({
    description:
      'Follow the users of this file: one DN per line, or CSV with a column DN, objectGUID, UPN or sAMAccountName; - reads stdin',
    value: 'FILE',
  }),
  upn: z
    .array(z.string())
    .optional()
    .meta({ description: 'Follow one user by user principal name; repeatable', value: 'UPN' }),
  sam: z
    .array(z.string())
    .optional()
    .meta({ description: 'Follow one user by sAMAccountName; repeatable', value: 'NAME' }),
} as const;

/** Option that follows the users of a recording again; `replay` only. */
export const followedOptions = {
  allUsers: z
    .boolean()
    .default(false)
    .meta({ description: 'With replay: follow every user that the recording followed' }),
} as const;

/** Keys of {@link objectOptions}. */
export type ObjectOption = keyof typeof objectOptions;

/** The options that name objects to follow. */
export type NamedObjects = Pick<DiagnoseOptions, ObjectOption> & { readonly allUsers?: boolean | undefined };

/**
 * What asks a server, or follows users through it: nothing of it goes with a configuration export. `--module-path` and
 * `--powershell` can come from a configuration file; they have no effect there.
 */
const ofAServer = ['dn', 'dnFile', 'upn', 'sam', 'allUsers', 'secondOpinion', 'simulate', 'replay', 'record'];

const exclusions: readonly (readonly [string, string])[] = [
  ['quiet', 'verbose'],
  ...ofAServer.map((key) => ['configExport', key] as const),
];

const shape = {
  since: judgingOptions.since,
  connector: judgingOptions.connector,
  ...objectOptions,
  ...followedOptions,
  only: z
    .array(z.string())
    .optional()
    .meta({ description: 'Run only these checks: ids or categories, for example PHS301,4xx', value: 'IDS' }),
  skip: z
    .array(z.string())
    .optional()
    .meta({ description: 'Run all checks but these: ids or categories, for example PHS301,4xx', value: 'IDS' }),
  listChecks: z.boolean().default(false).meta({ description: 'List all checks and exit; no server needed' }),
  secondOpinion: z
    .boolean()
    .default(false)
    .meta({ description: 'Ask Invoke-ADSyncDiagnostics as well, and show where it disagrees' }),
  configExport: z.string().optional().meta({
    description: 'Check an export of Get-ADSyncServerConfiguration -Path instead of a live server',
    value: 'DIR',
  }),
  expect: judgingOptions.expect,
  failOn: judgingOptions.failOn,
  ...outputOptions,
  output: z.enum(['text', 'json', 'ndjson']).default('text').meta({
    description: 'Form of the result; ndjson, one line for each user, only when following users',
    alias: 'o',
  }),
  ...serverOptions,
  ...configOptions,
  ...recordOptions,
  ...timeoutOptions,
} as const;

function refuseContradictions(given: NamedObjects & { readonly output: string }, context: z.RefinementCtx): void {
  const isGiven = (key: string): boolean =>
    Object.entries(given).some(([name, value]) => name === key && Boolean(value));
  for (const [one, other] of exclusions) {
    if (isGiven(one) && isGiven(other)) {
      context.addIssue({
        code: 'custom',
        message: `${flagName(one)} and ${flagName(other)} cannot be used together.`,
      });
    }
  }
  const ofServer = ['only', 'skip'].filter(isGiven).map(flagName);
  if (namesObjects(given) && ofServer.length > 0) {
    context.addIssue({
      code: 'custom',
      message: `${ofServer.join(', ')} applies to the server and cannot be combined with --dn, --dn-file, --upn, --sam or --all-users.`,
    });
  }
  if (given.output === 'ndjson' && !namesObjects(given)) {
    context.addIssue({
      code: 'custom',
      message: '--output ndjson needs --dn, --dn-file, --upn, --sam or --all-users.',
    });
  }
}

/** Every option of `diagnose` for one server, of its global part and of the part that follows objects. */
export const diagnoseOptions = z.strictObject(shape).superRefine(refuseContradictions);
/** See {@link diagnoseOptions}. */
export type DiagnoseOptions = z.output<typeof diagnoseOptions>;

/** Every option of `diagnose`: one server or several. */
export const diagnoseServersOptions = z
  .strictObject({ ...shape, expect: expectOfServers, ...severalServersOptions, ...timeoutOfServersOptions })
  .superRefine(refuseContradictions);
/** See {@link diagnoseServersOptions}. */
export type DiagnoseServersOptions = z.output<typeof diagnoseServersOptions>;

/** True when the options name objects to follow. */
export function namesObjects(given: NamedObjects): boolean {
  return (
    given.allUsers === true ||
    given.dnFile !== undefined ||
    [given.dn, given.upn, given.sam].some((names) => names !== undefined)
  );
}
