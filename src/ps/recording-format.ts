import { z } from 'zod';
import { psFailureSchema, psInformationSchema, sessionInfoSchema } from './session.js';

/** First line of a recording. */
export const recordingHeaderSchema = z.object({
  type: z.literal('header'),
  format: z.literal('phs-recording/1'),
  toolVersion: z.string(),
  /** The instant to which ages refer when the recording is replayed. */
  recordedAt: z.string(),
  simulated: z.boolean(),
  info: sessionInfoSchema,
});

/** The session as it was when the recording began. */
export type RecordingHeader = z.output<typeof recordingHeaderSchema>;

const requestFields = {
  request: z.number().int(),
  operation: z.string(),
  arguments: z.record(z.string(), z.unknown()),
};

/** Every further line: a page of rows, the end of an answer, or the failure of a request. */
export const recordingLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), request: z.number().int(), rows: z.array(z.unknown()) }),
  z.object({
    type: z.literal('answer'),
    ...requestFields,
    state: z.enum(['completed', 'failed', 'timeout']),
    errors: z.array(psFailureSchema),
    warnings: z.array(z.string()),
    information: z.array(psInformationSchema),
    durationMs: z.number(),
  }),
  z.object({
    type: z.literal('failure'),
    ...requestFields,
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
  }),
]);

/** See {@link recordingLineSchema}. */
export type RecordingLine = z.output<typeof recordingLineSchema>;

/** Arguments as they stand in a recording: dates as ISO text. */
export function recordedArguments(args: object): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(args)));
}
