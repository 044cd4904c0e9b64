import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from './instant.js';
import { sessionLineSchema } from './watch-line.js';

/** What can be waited for. */
export const waitGoals = ['alive', 'full-sync-end', 'healthy'] as const;
/** One of {@link waitGoals}. */
export type WaitGoal = (typeof waitGoals)[number];

/** Whether it is so, and what is known of it; written for the first look and whenever this changes. */
const stateLineSchema = z.object({
  type: z.literal('state'),
  schemaVersion: z.literal('1.0'),
  at: instantSchema,
  for: z.enum(waitGoals),
  met: z.boolean(),
  text: z.string(),
});

/** The last line. */
const endLineSchema = z.object({
  type: z.literal('end'),
  at: instantSchema,
  for: z.enum(waitGoals),
  met: z.boolean(),
  /** What is known of it, as far as it was seen; null if the server could not be asked at all. */
  text: z.string().nullable(),
  waitedMs: z.number().int(),
  exitCode: z.literal(Object.values(ExitCode)),
});

/** One line of `wait` if stdout is not a terminal: a line for each change, the end last. */
export const waitLineSchema = z.discriminatedUnion('type', [stateLineSchema, sessionLineSchema, endLineSchema]);
/** See {@link waitLineSchema}. */
export type WaitLine = z.output<typeof waitLineSchema>;
