import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { auditStates } from './audit-logging.js';
import { instantSchema } from './instant.js';
import { findingSchema } from './finding.js';
import { secondOpinionEntrySchema } from './second-opinion.js';
import { sourceSchema } from './source.js';

/** Version of the report's form: a new minor version only adds keys, a new major version may change or remove some. */
export const reportSchemaVersion = '1.0';

/** Why a value is not known; see UnknownReason in fact.ts. */
export const unknownReasonSchema = z.object({
  code: z.enum([
    'access-denied',
    'service-stopped',
    'command-missing',
    'module-missing',
    'not-supported',
    'not-found',
    'timeout',
    'session-lost',
    'failed',
    'not-collected',
    'not-exported',
  ]),
  message: z.string(),
  hint: z.string().optional(),
});

/** A value, or why there is none: the form that facts have in a report. */
export function reported<Value extends z.ZodType>(
  value: Value,
): z.ZodDiscriminatedUnion<
  [
    z.ZodObject<{ known: z.ZodLiteral<true>; value: Value }>,
    z.ZodObject<{ known: z.ZodLiteral<false>; reason: typeof unknownReasonSchema }>,
  ]
> {
  return z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }),
    z.object({ known: z.literal(false), reason: unknownReasonSchema }),
  ]);
}

const eventSchema = z.object({
  eventId: z.number().int(),
  recordId: z.number().int(),
  at: instantSchema,
  ageMs: z.number().int(),
});

const signSchema = z.object({
  eventId: z.number().int(),
  meaning: z.string(),
  count: z.number().int(),
  latestAt: instantSchema,
  ageMs: z.number().int(),
});

const cycleSchema = z.object({
  partition: z.string(),
  dn: z.string(),
  status: z.string().nullable(),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  ageMs: z.number().int().nullable(),
  lastSuccessEndedAt: instantSchema.nullable(),
});

const problemSchema = z.object({
  connector: z.string().nullable(),
  eventId: z.number().int(),
  /** What the text names: a code of Windows or RPC, of Entra's service, or `AADSTS…`; null: none, or the text is not kept. */
  code: z.string().nullable(),
  meaning: z.string(),
  severity: z.enum(['fail', 'warn']),
  count: z.number().int(),
  latestAt: instantSchema,
});

/** The overview of one AD connector; each fact has its value or the reason why there is none. */
export const connectorOverviewSchema = z.object({
  name: z.string(),
  identifier: z.string(),
  channel: reported(z.object({ enabled: z.boolean(), targetConnector: z.string().nullable() })),
  /** The latest heartbeat (event 654) of the window; value null: none. */
  heartbeat: reported(eventSchema.extend({ count: z.number().int() }).nullable()),
  otherSignsOfLife: reported(z.array(signSchema)),
  /** The latest sign of life that the log holds, also from before the window; value null: it holds none. */
  lastSignOfLife: reported(eventSchema.nullable()),
  lastCycles: reported(z.array(cycleSchema)),
  /** The latest event of the window that reports a problem; value null: none. */
  latestError: reported(
    eventSchema.extend({ meaning: z.string(), count: z.number().int(), message: z.string().nullable() }).nullable(),
  ),
  /** How many users the events 656 and 657 of the window name, by what became of them. */
  changes: reported(z.object({ requested: z.number().int(), succeeded: z.number().int(), failed: z.number().int() })),
  /** How far a full password sync is, by the events of the window. */
  fullSync: reported(z.enum(['none', 'paused', 'failed', 'running', 'stuck'])),
  verdict: z.object({
    status: z.enum(['alive', 'failing', 'silent', 'off', 'unknown', 'explained']),
    text: z.string(),
  }),
});
/** See {@link connectorOverviewSchema}. */
export type ConnectorOverview = z.output<typeof connectorOverviewSchema>;

/** What Microsoft's status script prints, as data. */
export const overviewSchema = z.object({
  /** Whether the server writes down what administrators change. */
  audit: z.enum(auditStates),
  entraConnectors: reported(z.array(z.object({ name: z.string(), identifier: z.string() }))),
  passwordHashSyncInTenant: reported(z.boolean().nullable()),
  stagingMode: reported(z.boolean()),
  scheduler: reported(
    z.object({
      enabled: z.boolean().nullable(),
      suspended: z.boolean().nullable(),
      syncCycleInProgress: z.boolean().nullable(),
      intervalMs: z.number().nullable(),
      nextCycleStartsAt: instantSchema.nullable(),
    }),
  ),
  /** What events of the window report, by connector, id and code; with connector null those that name none. */
  problems: reported(z.array(problemSchema)),
  /** The build, and until when it is supported and works; null: its version is not known. */
  build: z
    .object({
      version: z.string(),
      /** Null: the list of builds does not say. */
      supportEndsAt: instantSchema.nullable(),
      /** When the service stops synchronization with this build or its way to sign in; null: not within half a year. */
      stopsAt: instantSchema.nullable(),
    })
    .nullable(),
  /** When the log warned of the application's certificate, unless it was renewed since; its own date is not readable. */
  certificate: reported(z.object({ renewalDueAt: instantSchema.nullable(), expiredAt: instantSchema.nullable() })),
  connectors: reported(z.array(connectorOverviewSchema)),
});
/** See {@link overviewSchema}. */
export type Overview = z.output<typeof overviewSchema>;

/** The machine that was looked at. */
export const serverSchema = z.object({
  platform: reported(
    z.object({
      machineName: z.string(),
      osDescription: z.string(),
      userName: z.string(),
      elevated: z.boolean().nullable(),
      productVersion: z.string().nullable(),
    }),
  ),
  engine: reported(z.object({ psVersion: z.string(), edition: z.enum(['Desktop', 'Core']), languageMode: z.string() })),
  module: reported(z.object({ name: z.string(), version: z.string(), path: z.string(), origin: z.string() })),
  /** True when a simulated server answered. */
  simulated: z.boolean(),
});
/** See {@link serverSchema}. */
export type Server = z.output<typeof serverSchema>;

/** How often each status occurs among the findings. */
export const countsSchema = z.object({
  pass: z.number().int(),
  warn: z.number().int(),
  fail: z.number().int(),
  skip: z.number().int(),
  unknown: z.number().int(),
});
/** See {@link countsSchema}. */
export type Counts = z.output<typeof countsSchema>;

/** The verdict of a report. The exit code is part of it: every view and the process agree. */
export const summarySchema = z.object({
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'error']),
  exitCode: z.literal(Object.values(ExitCode)),
  counts: countsSchema,
  /** The first failing finding in the order of check ids: the most likely cause. */
  firstCause: z
    .object({ check: z.string(), subject: z.string().optional(), title: z.string(), message: z.string() })
    .nullable(),
});
/** See {@link summarySchema}. */
export type Summary = z.output<typeof summarySchema>;

/** Why a command did not get to its result. */
export const reportErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  exitCode: z.literal(Object.values(ExitCode)),
});
/** See {@link reportErrorSchema}. */
export type ReportError = z.output<typeof reportErrorSchema>;

/** The one document of `--output json`, also when the command failed: then `error` is there and `server`, `window` and `overview` are null. */
export const reportSchema = z.object({
  schemaVersion: z.literal(reportSchemaVersion),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.string(),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  server: serverSchema.nullable(),
  /** The time that heartbeats and errors were looked for in; `endsAt` is the instant to which ages refer. */
  window: z.object({ startsAt: instantSchema, endsAt: instantSchema, lengthMs: z.number().int() }).nullable(),
  summary: summarySchema,
  overview: overviewSchema.nullable(),
  findings: z.array(findingSchema),
  /** Only with --second-opinion: what Microsoft's own diagnostics said. */
  secondOpinion: reported(z.array(secondOpinionEntrySchema)).optional(),
  /** Where the facts come from; absent only if there is an error and nothing had answered before. */
  source: sourceSchema.optional(),
  error: reportErrorSchema.optional(),
});
/** See {@link reportSchema}. */
export type Report = z.output<typeof reportSchema>;
