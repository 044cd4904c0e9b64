import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from './instant.js';
import { remoteNameSchema } from './source.js';
import { evidenceSchema, remedySchema } from './finding.js';

/** Version of the doctor document's form. */
export const doctorSchemaVersion = '1.0';

/** How a part of the surroundings is. `unknown`: it could not be looked at, which is never "in order". */
export const probeStatusSchema = z.enum(['pass', 'warn', 'fail', 'unknown']);
/** See {@link probeStatusSchema}. */
export type ProbeStatus = z.output<typeof probeStatusSchema>;

/** One part of the surroundings that `doctor` looks at. Ids are permanent. */
export const probeSchema = z.object({
  id: z.enum([
    'node',
    'powershell',
    'remote-name',
    'remote-port',
    'remote-identity',
    'remote-access',
    'remote-endpoint',
    'language-mode',
    'execution-policy',
    'elevation',
    'groups',
    'adsync-module',
    'adsync-answers',
    'application-log',
    'guard-journal',
    'full-sync',
    'configuration',
    'list-of-builds',
  ]),
  title: z.string(),
  status: probeStatusSchema,
  /** One sentence that says what was found. May hold text from the machine: views escape it. */
  message: z.string(),
  details: z.array(evidenceSchema),
  cure: remedySchema.optional(),
});
/** See {@link probeSchema}. */
export type Probe = z.output<typeof probeSchema>;

/** One PowerShell host of this machine; what it says of itself is null when it did not start. */
export const hostSchema = z.object({
  path: z.string(),
  /** True for the one that the commands use. */
  used: z.boolean(),
  edition: z.enum(['Desktop', 'Core']).nullable(),
  version: z.string().nullable(),
  bits: z.union([z.literal(32), z.literal(64)]).nullable(),
  languageMode: z.string().nullable(),
  /** Why it did not answer. */
  failure: z.string().nullable(),
});
/** See {@link hostSchema}. */
export type Host = z.output<typeof hostSchema>;

/** A value of the configuration and where it comes from: a variable, a file with its section, or the default. */
export const configuredValueSchema = z.object({
  key: z.string(),
  /** The command that the value is for; absent when it is for all. */
  command: z.string().optional(),
  /** As it would be written; null: not set, and there is no default for all commands. */
  value: z.string().nullable(),
  origin: z.enum(['environment', 'file', 'default']),
  /** Name of the variable, or path of the file. */
  source: z.string().optional(),
  /** The variable that takes precedence over this value, so that it is not used; absent when it is used. */
  overriddenBy: z.string().optional(),
});
/** See {@link configuredValueSchema}. */
export type ConfiguredValue = z.output<typeof configuredValueSchema>;

/** The one document of `phs-tool doctor --output json`. */
export const doctorDocumentSchema = z.object({
  schemaVersion: z.literal(doctorSchemaVersion),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('doctor'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  /** True when a simulated server answered for the machine. */
  simulated: z.boolean(),
  /** The server that was reached by PowerShell remoting; absent: this machine. */
  remote: remoteNameSchema.optional(),
  probes: z.array(probeSchema),
  hosts: z.array(hostSchema),
  configuration: z.array(configuredValueSchema),
  /** What else can be done on a real server; absent elsewhere. */
  offer: remedySchema.optional(),
  summary: z.object({
    status: probeStatusSchema,
    exitCode: z.literal(Object.values(ExitCode)),
    counts: z.object({
      pass: z.number().int(),
      warn: z.number().int(),
      fail: z.number().int(),
      unknown: z.number().int(),
    }),
  }),
});
/** See {@link doctorDocumentSchema}. */
export type DoctorDocument = z.output<typeof doctorDocumentSchema>;
