import { z } from 'zod';
import { instantSchema } from './instant.js';

/**
 * How the last change of a user's password ended, as far as it was reported, the worst first: `failed`; `retrying`: it failed and is
 * tried again; `left-out`: it is not tried again; `no-result`: it was requested, and no result is reported; `synchronized`.
 */
export const userOutcomes = ['failed', 'retrying', 'left-out', 'no-result', 'synchronized'] as const;
/** One of {@link userOutcomes}. */
export type UserOutcome = (typeof userOutcomes)[number];

/** What the password sync log of a user's object says, which `users --verify` asks for. */
export const userLogSchema = z.discriminatedUnion('known', [
  z.object({
    known: z.literal(true),
    /** The newest entry; null if the log is empty. */
    newest: z.object({ at: instantSchema.nullable(), status: z.string() }).nullable(),
  }),
  z.object({ known: z.literal(false), message: z.string() }),
]);
/** See {@link userLogSchema}. */
export type UserLog = z.output<typeof userLogSchema>;

/** One user whom the log names, with the result of the last change. */
export const affectedUserSchema = z.object({
  /** As the newest event writes it. */
  dn: z.string(),
  /** Name of the AD connector whose partition holds the DN; null if none does, or it is not known. */
  connector: z.string().nullable(),
  outcome: z.enum(userOutcomes),
  /** Why, in words that are the same for all users with the same cause. */
  cause: z.string(),
  /** What says so: an event, or with --verify an entry of the object's own log that is newer. */
  saidBy: z.enum(['event', 'object-log']),
  /** When. */
  at: instantSchema,
  /** The newest event that reports on the last change. */
  eventId: z.number().int(),
  recordId: z.number().int(),
  /** What 657 and 620 say; null for other ids, and if the text is cut off before it. */
  result: z.string().nullable(),
  /** Of a list of retries: how often it was tried. */
  attempts: z.number().int().nullable(),
  /** When the last change was requested (656); null if the log does not say. */
  requestedAt: instantSchema.nullable(),
  /** Number of events that report a problem with this user. */
  problems: z.number().int(),
  /** Only with --verify. */
  log: userLogSchema.optional(),
});
/** See {@link affectedUserSchema}. */
export type AffectedUser = z.output<typeof affectedUserSchema>;

/** What the newest event about the last change of a user says. Instants in ms. */
export interface ReportedChange {
  readonly at: number;
  readonly eventId: number;
  readonly recordId: number;
  readonly result: string | null;
  readonly reason: string | null;
  readonly attempts: number | null;
}

/** What is kept of one user. */
export interface UserRecord {
  readonly dn: string;
  /** The newest event but 656; null if there is none. */
  readonly change: ReportedChange | null;
  /** The newest request (656); null if there is none. */
  readonly request: Pick<ReportedChange, 'at' | 'recordId'> | null;
  readonly problems: number;
}

/** What was read, and what of it does not name users. */
export interface LedgerCounts {
  /** Number of events by id, of every id that names users. */
  readonly events: ReadonlyMap<number, number>;
  /** Users of changes without a DN who are not known. */
  readonly unnamed: number;
  /** Events whose text may have been cut off. */
  readonly fullTexts: number;
  /** False: there were more users than are kept. */
  readonly complete: boolean;
}
