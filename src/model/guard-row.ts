import { z } from 'zod';

/** One thing that the guard's script says: what it is, and its values as text (null: not known or not there). */
export const guardRowSchema = z.object({
  kind: z.string(),
  fields: z.record(z.string(), z.string().nullable()),
});

/** See {@link guardRowSchema}. */
export type GuardRow = z.output<typeof guardRowSchema>;
