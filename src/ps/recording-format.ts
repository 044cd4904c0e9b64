import { z } from 'zod';
import { psFailureSchema } from '../model/ps-failure.js';
import { psInformationSchema, sessionInfoSchema } from './session.js';

/** The format that this version writes and reads; every recording begins with it. */
export const recordingFormat = 'phs-recording/2';

/** Names of operations and commands stay in memory while a recording is read: real ones have some thirty characters. */
const longestName = 200;

/** How much a bundle replaces by pseudonyms. */
export const redactionLevelSchema = z.enum(['none', 'names', 'all']);
/** See {@link redactionLevelSchema}. */
export type RedactionLevel = z.output<typeof redactionLevelSchema>;

/** First line of a recording. */
export const recordingHeaderSchema = z.object({
  type: z.literal('header'),
  format: z.literal(recordingFormat),
  toolVersion: z.string().max(longestName),
  /** The command that was recorded: `diagnose`. Its options are not kept; what it asked is. */
  command: z.string().max(longestName),
  /** When the run began. */
  startedAt: z.iso.datetime(),
  /** The instant to which ages refer, also when the recording is replayed. */
  recordedAt: z.iso.datetime(),
  simulated: z.boolean(),
  /** How much a bundle replaces by pseudonyms: a cut file has lost the line "redaction". Files of older versions do not have it. */
  redact: redactionLevelSchema.optional(),
});

/** See {@link recordingHeaderSchema}. */
export type RecordingHeader = z.output<typeof recordingHeaderSchema>;

/** An argument is a value or a flat list of values: nothing deeper can be asked. */
const argumentSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);

const requestFields = {
  request: z.number().int().positive(),
  operation: z.string().max(longestName),
  arguments: z.record(z.string(), argumentSchema),
  /** Number of rows in the lines before this one that belong to it. */
  rowCount: z.number().int().nonnegative(),
};

const failureFields = { code: z.string(), message: z.string(), hint: z.string().nullable() };

/** How much a redaction replaced, by kind of name. */
export const replacedSchema = z.object({
  kind: z.string(),
  /** Different names. */
  names: z.number().int(),
  /** Places where they stood. */
  places: z.number().int(),
});

/** How a recorded run ended; a recording without it was cut off. */
export const outcomeSchema = z.enum(['completed', 'failed', 'interrupted']);

/** See {@link outcomeSchema}. */
export type RecordingOutcome = z.output<typeof outcomeSchema>;

/** Every further line. */
export const recordingLineSchema = z.discriminatedUnion('type', [
  /** What the session said of itself when it was ready. */
  z.object({ type: z.literal('session'), info: sessionInfoSchema }),
  /** The session did not start. */
  z.object({ type: z.literal('no-session'), ...failureFields }),
  /** A page of checked rows, before the end of the answer that it belongs to. */
  z.object({ type: z.literal('rows'), request: z.number().int().positive(), rows: z.array(z.unknown()) }),
  /** The end of an answer. */
  z.object({
    type: z.literal('answer'),
    ...requestFields,
    state: z.enum(['completed', 'failed', 'timeout']),
    errors: z.array(psFailureSchema),
    warnings: z.array(z.string()),
    information: z.array(psInformationSchema),
    durationMs: z.number(),
  }),
  /** The session could not answer. */
  z.object({ type: z.literal('failure'), ...requestFields, ...failureFields }),
  /** What a bundle replaced by pseudonyms; never by which. */
  z.object({
    type: z.literal('redaction'),
    level: redactionLevelSchema,
    replaced: z.array(replacedSchema),
  }),
  /** The last line. */
  z.object({
    type: z.literal('end'),
    outcome: outcomeSchema,
    finishedAt: z.iso.datetime(),
    /** Number of lines before this one, so that a missing one is noticed. */
    lines: z.number().int().positive(),
  }),
]);

/** See {@link recordingLineSchema}. */
export type RecordingLine = z.output<typeof recordingLineSchema>;

/** The end of what was recorded for one request. */
export type RecordedEnding = Extract<RecordingLine, { readonly operation: string }>;

/** Arguments as they stand in a recording: dates as ISO text. */
export function recordedArguments(args: object): RecordedEnding['arguments'] {
  return recordingArgumentsSchema.parse(JSON.parse(JSON.stringify(args)));
}

const recordingArgumentsSchema = z.record(z.string(), argumentSchema);
