import { z } from 'zod';

/** Options of every command that talks to a server. */
export const serverOptions = {
  simulate: z.string().optional().meta({
    description: 'Use a simulated server: a scenario (see "simulate list") or its directory',
    value: 'NAME|DIR',
  }),
  computer: z
    .string()
    .optional()
    .meta({ description: 'Ask this server by PowerShell remoting (WinRM)', value: 'NAME' }),
  ssh: z
    .string()
    .optional()
    .meta({ description: 'The same over SSH, with a key (PowerShell 7)', value: 'USER@HOST[:PORT]' }),
  server: z
    .string()
    .optional()
    .meta({ description: 'Ask this server of the configured list, in the way that the list names', value: 'NAME' }),
  port: z.string().optional().meta({ description: 'Port of WinRM (default 5985, 5986 with TLS)', value: 'PORT' }),
  useSsl: z.boolean().default(false).meta({ description: 'WinRM over HTTPS' }),
  configuration: z.string().optional().meta({ description: 'Session configuration on that server', value: 'NAME' }),
  modulePath: z
    .string()
    .optional()
    .meta({ description: 'Load modules from this directory before all others', value: 'DIR' }),
  powershell: z
    .string()
    .optional()
    .meta({ description: 'PowerShell program to use (default: the best one found)', value: 'PATH' }),
  debug: z.boolean().default(false).meta({ description: 'Trace the session on stderr, and show stack traces' }),
  logFile: z.string().optional().meta({ description: 'Append the trace to this file', value: 'FILE' }),
} as const;

/** Options of the commands that look at several servers at once; each of them can be given several times. */
export const severalServersOptions = {
  simulate: z.array(z.string()).optional().meta({
    description:
      'Use a simulated server: a scenario (see "simulate list") or its directory; A,B (scenarios) or repeated',
    value: 'NAME|DIR',
  }),
  computer: z.array(z.string()).optional().meta({
    description: 'Ask this server by PowerShell remoting (WinRM); A,B or repeated for several',
    value: 'NAME',
  }),
  ssh: z
    .array(z.string())
    .optional()
    .meta({ description: 'The same over SSH, with a key (PowerShell 7); A,B or repeated', value: 'USER@HOST[:PORT]' }),
  server: z.array(z.string()).optional().meta({
    description: 'Ask this server of the configured list (default: all of it); A,B or repeated',
    value: 'NAME',
  }),
  replay: z.array(z.string().min(1)).max(1_000).optional().meta({
    description: 'Answer from this recording or bundle instead of a server; repeatable',
    value: 'FILE',
  }),
} as const;

/** Options of the commands that judge a server, or wait for it. */
export const judgingOptions = {
  since: z
    .string()
    .default('3h')
    .meta({ description: 'Window for heartbeats and errors: 90m, 3h, 2d', value: 'DURATION' }),
  connector: z.string().optional().meta({ description: 'Look at this AD connector only', value: 'NAME' }),
  expect: z
    .enum(['active', 'staging'])
    .default('active')
    .meta({ description: 'Expected role of the server; the other role is a finding' }),
  failOn: z
    .enum(['fail', 'warn', 'never'])
    .default('fail')
    .meta({ description: 'Lowest severity that makes the command exit with 3' }),
} as const;

/** The role that servers are judged by, of a command that may look at several of them. */
export const expectOfServers = z
  .enum(['active', 'staging'])
  .optional()
  .meta({ description: 'Expected role (default active; of several servers: either)' });

/** Option of every command that talks to a server and changes nothing. */
export const recordOptions = {
  record: z.string().optional().meta({
    description: 'Record the session to this new file, for "replay"',
    value: 'FILE',
  }),
} as const;

/** Option of every command that only reads a server, once: the deadline of the whole run, which `cli.ts` keeps. */
export const timeoutOptions = {
  timeout: z.string().optional().meta({
    description: 'End the run after this time, with exit code 5',
    value: 'DURATION',
    alias: 't',
  }),
} as const;

/** The same of a command that may look at several servers; an object of its own, because the command keeps it. */
export const timeoutOfServersOptions = {
  timeout: z.string().optional().meta({
    description: "End the run after this time, with exit code 5; of several servers: each one's own (default 2m)",
    value: 'DURATION',
    alias: 't',
  }),
} as const;

/** Option of every command that a configuration may set options of (src/config/configurable.ts). */
export const configOptions = {
  config: z.string().optional().meta({
    description: 'Configuration file to use instead of the usual one',
    value: 'FILE',
  }),
} as const;

/** Options of the commands that list what the log holds. */
export const listingOptions = {
  since: z.string().default('24h').meta({ description: 'How far back: 90m, 24h, 7d', value: 'DURATION' }),
  output: z
    .enum(['text', 'table', 'json', 'ndjson', 'csv'])
    .default('text')
    .meta({ description: 'Form of the result; table is another word for text', alias: 'o' }),
  quiet: z.boolean().default(false).meta({ description: 'No notes and no progress on stderr', alias: 'q' }),
} as const;

/** Options of every command that prints a report. */
export const outputOptions = {
  output: z.enum(['text', 'json']).default('text').meta({ description: 'Form of the result', alias: 'o' }),
  quiet: z.boolean().default(false).meta({ description: 'Print the verdict line only', alias: 'q' }),
  verbose: z.boolean().default(false).meta({ description: 'Print every finding with its evidence', alias: 'v' }),
  noColor: z.boolean().default(false).meta({ description: 'No colours and no glyphs (as with NO_COLOR)' }),
  utc: z.boolean().default(false).meta({ description: 'Times in UTC (default: in the time zone of this machine)' }),
} as const;
