import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ConfiguredServer } from '../command-line/configured-server.js';
import { UsageError } from '../base/errors.js';
import { holdsPassword } from '../base/refuse-password.js';
import { parseDuration } from '../parsers/duration.js';

function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch (error) {
    if (error instanceof UsageError) {
      return false;
    }
    throw error;
  }
}

const text = z.string().min(1, { error: 'must not be empty' });
const duration = text.refine(isDuration, { error: 'must be a duration such as 90m, 3h or 2d' });
// A relative path would mean another file, or another program, in every folder.
const absolutePath = text.refine((path) => isAbsolute(path), { error: 'must be an absolute path' });

/**
 * Options that a configuration may set, by key: those of reading commands that say how to look, not what at. Never
 * `simulate` (an answer must not come from a simulation that nobody asked for), never what names objects, checks or
 * files to write, and never an option of a command that changes anything.
 */
export const configurableOptions = {
  since: duration.meta({ description: 'Window of time: 90m, 3h, 2d' }),
  connector: text.meta({ description: 'Look at this AD connector only' }),
  expect: z.enum(['active', 'staging']).meta({ description: 'What the server is meant to be' }),
  failOn: z.enum(['fail', 'warn', 'never']).meta({ description: 'Findings that give exit code 3' }),
  output: text.meta({ description: 'Form of the result; a form that the command has' }),
  quiet: z.boolean().meta({ description: 'Print less' }),
  verbose: z.boolean().meta({ description: 'Print more' }),
  noColor: z.boolean().meta({ description: 'No colours and no glyphs' }),
  utc: z.boolean().meta({ description: 'Times in UTC' }),
  modulePath: absolutePath.meta({ description: 'Load modules from this directory before all others' }),
  powershell: absolutePath.meta({ description: 'PowerShell host to use' }),
  debug: z.boolean().meta({ description: 'Trace the session on stderr' }),
  logFile: absolutePath.meta({ description: 'Append the trace to this file' }),
} as const;

/** Key of {@link configurableOptions}. */
export type ConfigurableKey = keyof typeof configurableOptions;

/** The keys in their order. */
export const configurableKeys = Object.keys(configurableOptions).filter(
  (key): key is ConfigurableKey => key in configurableOptions,
);

/**
 * Commands that a configuration may set options of; all of them only read. Every other command takes flags alone, above
 * all those that change a server.
 */
export const configurableCommands = [
  'status',
  'diagnose',
  'report',
  'events',
  'users',
  'wait',
  'compare',
  'explain',
  'doctor',
  'contract',
] as const;
/** One of {@link configurableCommands}. */
export type ConfigurableCommand = (typeof configurableCommands)[number];

/** Commands that take no option from a configuration, but ask a server of its list if `--server` names one. */
const listCommands: readonly string[] = ['bundle', 'guard show'];

/** Whether a command asks servers of the configured list; one that changes a server never does. */
export function asksConfigured(command: string): boolean {
  return isConfigurable(command) || listCommands.includes(command);
}

/** Whether a command takes options from a configuration. */
export function isConfigurable(command: string): command is ConfigurableCommand {
  return configurableCommands.some((name) => name === command);
}

const section = z.strictObject(configurableOptions).partial();

// The text itself is never part of the error.
const place = text.refine((server) => !holdsPassword(server), {
  error: 'holds a password, and phs-tool never takes one',
});

const ways = ['computer', 'ssh', 'here'] as const;

/** One entry of the list of servers; only one way leads to a server. */
const serverSchema = z
  .strictObject({
    name: place.max(100).refine((name) => !name.includes(','), { error: 'must not have a comma' }),
    computer: place.optional().meta({ description: 'Name or address, for WinRM' }),
    ssh: place.optional().meta({ description: 'USER@HOST or USER@HOST:PORT' }),
    here: z.literal(true).optional().meta({ description: 'This machine' }),
    port: z.int().min(1).max(65_535).optional(),
    useSsl: z.boolean().optional(),
    configuration: text.optional(),
    expect: z.enum(['active', 'staging']).optional(),
    tenant: text.optional(),
  })
  .refine((server) => ways.filter((way) => server[way] !== undefined).length === 1, {
    error: 'must have one of computer, ssh and here',
  }) satisfies z.ZodType<ConfiguredServer>;

/** The form of `phs-tool.config.json`: options for all commands, and a section for each command that takes precedence over them. */
export const configurationFileSchema = section.extend({
  $schema: z.string().optional().meta({ description: 'Address of this schema, for editors' }),
  status: section.optional(),
  diagnose: section.optional(),
  report: section.optional(),
  events: section.optional(),
  users: section.optional(),
  wait: section.optional(),
  compare: section.optional(),
  explain: section.optional(),
  doctor: section.optional(),
  contract: section.optional(),
  servers: z
    .array(serverSchema)
    .max(1_000)
    .refine((servers) => new Set(servers.map(({ name }) => name.toLowerCase())).size === servers.length, {
      error: 'must not name a server twice',
    })
    .optional()
    .meta({
      description:
        'Servers that status, diagnose, report and events look at together; other commands ask one with --server',
    }),
});
/** See {@link configurationFileSchema}. */
export type ConfigurationFile = z.output<typeof configurationFileSchema>;

/** The variable of an option: `failOn` is `PHS_TOOL_FAIL_ON`. */
export function variableName(key: ConfigurableKey): string {
  return `PHS_TOOL_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
