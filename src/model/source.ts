import { z } from 'zod';
import type { AnswerSource } from '../base/answer-source.js';
import { instantSchema } from './instant.js';

/** A server that was asked from another machine: its name as it was given, and the way to it. */
export const remoteNameSchema = z.object({ computer: z.string(), by: z.enum(['WinRM', 'SSH']) });
const live = z.object({ kind: z.literal('live'), remote: remoteNameSchema.optional() });
const simulated = z.object({ kind: z.literal('simulated') });
const recording = z.object({
  kind: z.literal('recording'),
  /** The instant to which all ages refer. It is what the file says; nothing proves it. */
  recordedAt: instantSchema,
  /** When it was replayed, by the clock of the machine that did. */
  replayedAt: instantSchema,
  /** What of it was replaced by pseudonyms, as `bundle --redact` says; absent: nothing; `unknown`: the file is cut off and does not say it. */
  redacted: z.enum(['names', 'all', 'unknown']).optional(),
  /** Present if the recorded run did not complete, or the file is cut off: what is not in it is unknown. */
  incomplete: z.literal(true).optional(),
});
const configurationExport = z.object({
  kind: z.literal('configuration-export'),
  server: z.string().nullable(),
  exportedAt: instantSchema.nullable(),
});

/**
 * What answered a command that asks a server: the server itself, a simulated one, or a file. Whatever comes from a file is a
 * recording, also if the file says of itself that a real server answered.
 */
export const answerSourceSchema = z.discriminatedUnion('kind', [
  live,
  simulated,
  recording,
]) satisfies z.ZodType<AnswerSource>;
export type { AnswerSource } from '../base/answer-source.js';

/** Where the facts of a report come from. */
export const sourceSchema = z.discriminatedUnion('kind', [live, simulated, recording, configurationExport]);
/** See {@link sourceSchema}. */
export type Source = z.output<typeof sourceSchema>;

/** True for what holds pseudonyms, or may. */
export function isRedacted(source: Source | undefined): boolean {
  return source?.kind === 'recording' && source.redacted !== undefined;
}
