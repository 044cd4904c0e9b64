import { z } from 'zod';
import { instantSchema } from './instant.js';
import { findingStatusSchema } from './finding.js';
import { reportSchema, summarySchema } from './report.js';

/** Version of the lines' form; the promise is that of the report (docs/json-output.md). */
export const watchSchemaVersion = '1.0';

const verdictStatusSchema = z.enum(['alive', 'failing', 'silent', 'off', 'unknown', 'explained']);

/** The first line: everything, as `status --output json` prints it. */
const stateLineSchema = z.object({
  type: z.literal('state'),
  schemaVersion: z.literal(watchSchemaVersion),
  at: instantSchema,
  intervalMs: z.number().int(),
  report: reportSchema,
});

/** A finding has another status, is new (`from` null) or is gone (`to` null). */
export const findingLineSchema = z.object({
  type: z.literal('finding'),
  at: instantSchema,
  check: z.string(),
  title: z.string(),
  subject: z.string().optional(),
  from: findingStatusSchema.nullable(),
  to: findingStatusSchema.nullable(),
  message: z.string(),
});

/** The verdict on the server, or its first cause, is another one. */
const verdictLineSchema = z.object({
  type: z.literal('verdict'),
  at: instantSchema,
  from: summarySchema.shape.status,
  to: summarySchema.shape.status,
  exitCode: summarySchema.shape.exitCode,
  firstCause: summarySchema.shape.firstCause,
});

/** The verdict on an AD connector is another one; null: there was none, or there is none any more. */
const connectorLineSchema = z.object({
  type: z.literal('connector'),
  at: instantSchema,
  connector: z.string(),
  identifier: z.string(),
  from: verdictStatusSchema.nullable(),
  to: verdictStatusSchema.nullable(),
  text: z.string(),
});

/** Events of one id and connector that are newer than the last look: a problem, a step of a full sync, a start or a stop. */
const eventLineSchema = z.object({
  type: z.literal('event'),
  at: instantSchema,
  eventId: z.number().int(),
  /** The newest of them. */
  recordId: z.number().int(),
  generatedAt: instantSchema,
  /** GUID in lower case; null when the text names none. */
  connectorId: z.string().nullable(),
  /** Name of that connector, if it is known. */
  connector: z.string().nullable(),
  name: z.string(),
  severity: z.enum(['none', 'warn', 'fail']),
  /** How many are new, as far as their records were kept (the newest 500 problems); null for events that are not problems. */
  count: z.number().int().nullable(),
  message: z.string().nullable(),
});

/** The server could not be asked, or can be asked again. Nothing is known of the time between. */
export const sessionLineSchema = z.object({
  type: z.literal('session'),
  at: instantSchema,
  state: z.enum(['lost', 'restored']),
  /** Code of the error (E_HOST_EXIT …); null when restored. */
  code: z.string().nullable(),
  message: z.string(),
  hint: z.string().optional(),
  /** Time until the next attempt. */
  retryInMs: z.number().int().nullable(),
});

/** One line of `status --watch` if stdout is not a terminal: the whole state first, then one line for each change. */
export const watchLineSchema = z.discriminatedUnion('type', [
  stateLineSchema,
  findingLineSchema,
  verdictLineSchema,
  connectorLineSchema,
  eventLineSchema,
  sessionLineSchema,
]);
/** See {@link watchLineSchema}. */
export type WatchLine = z.output<typeof watchLineSchema>;
/** A line that says that the server could not be asked, or can be asked again. */
export type SessionLine = Extract<WatchLine, { readonly type: 'session' }>;
