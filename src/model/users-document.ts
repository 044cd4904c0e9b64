import { z } from 'zod';
import { affectedUserSchema, userOutcomes } from './affected-user.js';
import { instantSchema } from './instant.js';
import { answerSourceSchema } from './source.js';

/** At most so many users in one document; more of them go through NDJSON or CSV. */
export const mostUsersInDocument = 10_000;

const userCauseSchema = z.object({
  outcome: z.enum(userOutcomes),
  cause: z.string(),
  /** What is known of it; null for causes that are not documented. */
  meaning: z.string().nullable(),
  count: z.number().int(),
});
/** Users with the same outcome for the same reason. */
export type UserCause = z.output<typeof userCauseSchema>;

/** What `users --output json` prints. */
export const usersDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('users'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  source: answerSourceSchema,
  window: z.object({ startsAt: instantSchema, endsAt: instantSchema, lengthMs: z.number().int() }),
  filter: z.object({ connector: z.string().nullable(), failed: z.boolean(), verify: z.boolean() }),
  log: z.object({
    /** The oldest record; null when the log is empty or could not be read that far. */
    oldestAt: instantSchema.nullable(),
    /** Null when that is not known. */
    coversWindow: z.boolean().nullable(),
    /** How many events of each id that names users were read. */
    events: z.array(z.object({ eventId: z.number().int(), count: z.number().int() })),
  }),
  /** What the log does not show, or does not say here, in sentences. */
  gaps: z.array(z.string()),
  /** Users whom the log names, whether they are listed or not. */
  userCount: z.number().int(),
  /** Causes of those that are listed, the worst outcome and the most frequent cause first. */
  causes: z.array(userCauseSchema),
  /** Number of users that are listed; `users` holds at most the first 10,000 of them. */
  listedCount: z.number().int(),
  /** The worst outcome first, the newest first within it. */
  users: z.array(affectedUserSchema),
});
/** See {@link usersDocumentSchema}. */
export type UsersDocument = z.output<typeof usersDocumentSchema>;

/** One line of `users --output ndjson`: it says what answered, because a line is read without those before it. */
export const userLineSchema = affectedUserSchema.extend({ origin: z.enum(['live', 'simulated', 'recording']) });
