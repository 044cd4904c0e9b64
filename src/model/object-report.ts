import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from './instant.js';
import { findingSchema, findingStatusSchema, remedySchema } from './finding.js';
import { tracedAttributeSchema } from './object-trace.js';
import { reported, reportErrorSchema, serverSchema } from './report.js';
import { secondOpinionEntrySchema } from './second-opinion.js';
import { answerSourceSchema } from './source.js';

/** Version of the form of object reports; the same promise as for reports (docs/json-output.md). */
export const objectReportSchemaVersion = '1.0';

const causeSchema = z.object({
  check: z.string(),
  subject: z.string().optional(),
  title: z.string(),
  message: z.string(),
  /** As in a finding: the message in words that all users with this cause share; absent if `message` is that. */
  reason: z.string().optional(),
});
/** What explains that a password is not synchronized: the first failing finding, of the object or of the server. */
export type ObjectCause = z.output<typeof causeSchema>;

const serverCauseSchema = causeSchema.extend({
  /** `fail`: a new password does not arrive; `unknown`: nobody can say; `warn`: it may not, or not for ever. */
  status: z.enum(['fail', 'unknown', 'warn']),
  /**
   * `stops`: the next change of a password does not arrive; `hides`: whether it does cannot be seen; `doubts`: it may not, or
   * not soon; `later`: it will not, one day, if nobody does something.
   */
  effect: z.enum(['stops', 'hides', 'doubts', 'later']),
  remedy: remedySchema.optional(),
});
/** What is wrong with the server, one of its connectors or domains, for the users whom it is about. */
export type ServerCause = z.output<typeof serverCauseSchema>;

/** What is known of the password of one user. */
export const objectPasswordSchema = z.object({
  /**
   * The last change: `synchronized`; `not-recorded`: older than what the log keeps; `pending`: under way; `not-synchronized`;
   * `excluded` on purpose; `unknown`.
   */
  state: z.enum(['synchronized', 'not-recorded', 'pending', 'not-synchronized', 'excluded', 'unknown']),
  /** When the password was changed last; null if that is not known. */
  changedAt: instantSchema.nullable(),
  /** When a password of the user arrived last; null if that is not known. */
  synchronizedAt: instantSchema.nullable(),
  /** What becomes of the next change; `elsewhere`: another server sends it, this one is a staging server as expected. */
  next: z.enum(['arrives', 'stopped', 'doubtful', 'excluded', 'elsewhere', 'unknown']),
});
/** See {@link objectPasswordSchema}. */
export type ObjectPassword = z.output<typeof objectPasswordSchema>;

/** The verdict about one object; the first that applies of fail, unknown, warn, pass. */
export const objectStatusSchema = z.enum(['pass', 'warn', 'fail', 'unknown']);
/** See {@link objectStatusSchema}. */
export type ObjectStatus = z.output<typeof objectStatusSchema>;

const sideSchema = z.object({
  distinguishedName: z.string().nullable(),
  /** Name of the connector; null for the metaverse. */
  connector: z.string().nullable(),
  attributes: z.array(tracedAttributeSchema),
});

/** The result for one object. */
export const objectResultSchema = z.object({
  /** Place in the order in which the objects were given, from 1. */
  index: z.number().int(),
  /** Line of the file that names it; null when it was given as an option. */
  line: z.number().int().nullable(),
  given: z.object({ kind: z.enum(['dn', 'guid', 'upn', 'sam']), text: z.string() }),
  distinguishedName: z.string().nullable(),
  /** Name of the AD connector that holds it; null when none does, or none was looked for. */
  connector: z.string().nullable(),
  status: objectStatusSchema,
  cause: causeSchema.nullable(),
  /** The answer in a sentence or two: what is known of the last change, and what becomes of the next one. */
  answer: z.string(),
  password: objectPasswordSchema,
  /** What of the account explains how the user signs in although nothing is broken; part of `answer`. */
  notes: z.array(z.string()),
  /** What of the server, of the connector or of the domain concerns this user. */
  serverCauses: z.array(serverCauseSchema),
  /** The worst status on the way from AD to the metaverse, from there to Entra, and of the attempts with the password. */
  way: z.object({ source: findingStatusSchema, target: findingStatusSchema, password: findingStatusSchema }),
  findings: z.array(findingSchema),
  /** Attributes on each side with the rule that set them; only with --verbose. */
  sides: z
    .object({ source: sideSchema.nullable(), metaverse: sideSchema.nullable(), target: sideSchema.nullable() })
    .optional(),
  /** Only with --second-opinion: what Microsoft's own diagnostics said about the object. */
  secondOpinion: reported(z.array(secondOpinionEntrySchema)).optional(),
});
/** See {@link objectResultSchema}. */
export type ObjectResult = z.output<typeof objectResultSchema>;

const countedCauseSchema = z.object({
  check: z.string(),
  /** The connector, if the cause is one of the server's that is about it. */
  subject: z.string().optional(),
  title: z.string(),
  /** What was found, in words that all these objects share. */
  reason: z.string(),
  status: objectStatusSchema,
  count: z.number().int(),
  examples: z.array(z.string()),
  /** What to do about it; a command that is about the first object only says so in a comment before it. */
  remedy: remedySchema.optional(),
});
/** A cause, with the number of objects that it explains. */
export type CountedCause = z.output<typeof countedCauseSchema>;

/** What all results together say. */
export const objectSummarySchema = z.object({
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'error']),
  exitCode: z.literal(Object.values(ExitCode)),
  counts: z.object({
    objects: z.number().int(),
    pass: z.number().int(),
    warn: z.number().int(),
    fail: z.number().int(),
    unknown: z.number().int(),
  }),
  /**
   * How many objects each cause explains, with the first few of them: the failed ones first, then `unknown`, then `warn`, and of
   * each the most frequent first. Objects share a cause if the check, its status and `reason` are the same.
   */
  causes: z.array(countedCauseSchema),
  /** What is wrong with the server, or with a connector or domain of one of these objects, whatever the way of an object looks like. */
  serverCauses: z.array(serverCauseSchema),
});
/** See {@link objectSummarySchema}. */
export type ObjectSummary = z.output<typeof objectSummarySchema>;

const head = {
  schemaVersion: z.literal(objectReportSchemaVersion),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('diagnose'),
  startedAt: instantSchema,
  server: serverSchema.nullable(),
  source: answerSourceSchema,
  window: z.object({ startsAt: instantSchema, endsAt: instantSchema, lengthMs: z.number().int() }).nullable(),
};

/** What stands before the results. */
export const objectReportHeadSchema = z.object(head);
/** See {@link objectReportHeadSchema}. */
export type ObjectReportHead = z.output<typeof objectReportHeadSchema>;

/** The one document of `diagnose --dn … --output json`; `error` is there when the run ended before its last object. */
export const objectReportSchema = z.object({
  ...head,
  objects: z.array(objectResultSchema),
  finishedAt: instantSchema,
  summary: objectSummarySchema,
  error: reportErrorSchema.optional(),
});
/** See {@link objectReportSchema}. */
export type ObjectReport = z.output<typeof objectReportSchema>;

/** What stands after the results. */
export type ObjectReportTail = Omit<ObjectReport, keyof ObjectReportHead | 'objects'>;

/** One line of `--output ndjson`: the head first, a line for each object as it comes, the summary last. */
export const objectLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('head'), ...head }),
  z.object({ type: z.literal('object'), ...objectResultSchema.shape }),
  z.object({
    type: z.literal('summary'),
    finishedAt: instantSchema,
    summary: objectSummarySchema,
    error: reportErrorSchema.optional(),
  }),
]);
/** See {@link objectLineSchema}. */
export type ObjectLine = z.output<typeof objectLineSchema>;
