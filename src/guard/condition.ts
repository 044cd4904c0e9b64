import { z } from 'zod';

/** One condition that must hold before anything is written; `unknown` stops as `fail` does. */
export const conditionSchema = z.object({
  /** Stable name. */
  id: z.string(),
  /** A true statement in the present tense when the status is `ok`. */
  title: z.string(),
  status: z.enum(['ok', 'fail', 'unknown']),
  /** What was read, and from where. */
  evidence: z.string(),
  /** What to do when the status is not `ok`. */
  remedy: z.string().optional(),
  /** Id of the condition that keeps this one from being judged: with that one this one is judged, too. */
  blockedBy: z.string().optional(),
});

/** See {@link conditionSchema}. */
export type Condition = z.output<typeof conditionSchema>;
