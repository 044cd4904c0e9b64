import { z } from 'zod';
import { instantSchema } from './instant.js';

/** Commands that change nothing and ask a server: a recording can answer them. */
export const replayableCommands: readonly string[] = ['status', 'diagnose', 'events', 'users', 'report'];

/** What `replay FILE --output json` prints: what is in a recording, without an answer of it. */
export const recordingDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('replay'),
  /** As it was named. */
  file: z.string(),
  recording: z.object({
    format: z.string(),
    /** The version of phs-tool that made it. */
    toolVersion: z.string(),
    /** The command that was recorded. */
    command: z.string(),
    startedAt: instantSchema,
    /** The instant to which ages of its answers refer. */
    recordedAt: instantSchema,
    /** Age of the recording now; negative if its clock was ahead of this one. */
    ageMs: z.number().int(),
    /** True when a simulated server answered, as the file says. */
    simulated: z.boolean(),
    /** How the recorded run ended; `cut-off`: the end of the file is missing. */
    outcome: z.enum(['completed', 'failed', 'interrupted', 'cut-off']),
    /** Whole lines that it has. */
    lines: z.number().int(),
    /** True if the file ends in the middle of the line after them. */
    endsInLine: z.boolean(),
    /** Whole answers that it has: without one no command answers from it. */
    answers: z.number().int(),
  }),
  /** What the server said of itself; null: not in the recording. */
  server: z.object({ machineName: z.string(), productVersion: z.string().nullable() }).nullable(),
  engine: z.object({ psVersion: z.string(), edition: z.enum(['Desktop', 'Core']) }).nullable(),
  /** Since when it holds events; null: it holds none. */
  eventsSinceAt: instantSchema.nullable(),
  /** Null: not a bundle, so names are as they are. */
  redaction: z
    .object({
      /** `unknown`: the file is cut off, and does not say whether names were replaced. */
      level: z.enum(['none', 'names', 'all', 'unknown']),
      /** Null: not known, because the file is cut off. */
      replaced: z.array(z.object({ kind: z.string(), names: z.number().int(), places: z.number().int() })).nullable(),
    })
    .nullable(),
  users: z.object({
    /** Of a file that is cut off at least so many. */
    count: z.number().int(),
    /** As they were named, or by their pseudonyms; at most 1,000. */
    named: z.array(z.object({ kind: z.enum(['dn', 'guid', 'upn', 'sam']), text: z.string() })),
  }),
});
/** See {@link recordingDocumentSchema}. */
export type RecordingDocument = z.output<typeof recordingDocumentSchema>;
