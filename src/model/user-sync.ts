import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from './instant.js';
import { objectResultSchema } from './object-report.js';
import { objectLogEntrySchema } from './object-trace.js';
import { reportErrorSchema, serverSchema } from './report.js';
import { answerSourceSchema } from './source.js';

/** Version of the form of this document; the same promise as for reports (docs/json-output.md). */
export const userSyncSchemaVersion = '1.0';

/** The cmdlet that synchronizes the password of one user (facts 1.13). */
export const userSyncCmdlet = 'Invoke-ADSyncCSObjectPasswordHashSync';

/** Largest number of users of one call: beyond it a full password sync is the remedy, or the cause is another one. */
export const mostUsers = 25;

/** Why nothing is called for a user. */
export const userSyncRefusals = [
  'recording',
  'remote',
  'staging',
  'channel-off',
  'left-off',
  'build-cut-off',
  'way-broken',
  'server-broken',
  'excluded',
  'unreadable',
  'named-twice',
  'not-written',
] as const;

const refusalSchema = z.object({ reason: z.enum(userSyncRefusals), message: z.string() });
/** See {@link userSyncRefusals}. */
export type UserSyncRefusal = z.output<typeof refusalSchema>;

const adviceSchema = z.object({
  /** Whether the call is likely to help this user; `maybe` if nothing shows it. */
  helps: z.enum(['yes', 'maybe', 'no']),
  why: z.string(),
});
/** Whether synchronizing one user again helps, and why. */
export type UserSyncAdvice = z.output<typeof adviceSchema>;

const callSchema = z.object({
  cmdlet: z.literal(userSyncCmdlet),
  connectorName: z.string(),
  distinguishedName: z.string(),
  /** The whole call as it is made, quoted for PowerShell. */
  line: z.string(),
});
/** The one call for a user. */
export type UserSyncCall = z.output<typeof callSchema>;

const eventSchema = z.object({
  id: z.number().int(),
  /** `no-source`: "guard setup" has not registered the source. */
  state: z.enum(['written', 'no-source', 'failed', 'lost']),
  problem: z.string().nullable(),
});
/** One event of the tool about the call, and whether it is in the Application log. */
export type UserSyncEvent = z.output<typeof eventSchema>;

const resultSchema = z.object({
  /**
   * `verified`: a new entry of the log says Success. `not-verified`: another one, or none came. `failed`: the cmdlet failed and no
   * new entry says Success. `lost`: the session ended during the call; `interrupted`: so did the operator's patience.
   */
  outcome: z.enum(['verified', 'not-verified', 'failed', 'lost', 'interrupted']),
  /** When the call began, by the server's clock; null if it did not. */
  calledAt: instantSchema.nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
  /** The newest entry of the log right before the call; null if the log was empty. */
  entryBefore: objectLogEntrySchema.nullable(),
  /** The newest entry that was not there before; null if none came. */
  entryAfter: objectLogEntrySchema.nullable(),
  events: z.array(eventSchema),
  said: z.string(),
});
/** What became of the call. */
export type UserSyncResult = z.output<typeof resultSchema>;

/** One user: what is wrong, what would be called, and what came of it. */
export const syncedUserSchema = z.object({
  diagnosis: objectResultSchema,
  call: callSchema.nullable(),
  advice: adviceSchema,
  refusal: refusalSchema.nullable(),
  /** Null without --confirm, and if it was refused. */
  result: resultSchema.nullable(),
});
/** See {@link syncedUserSchema}. */
export type SyncedUser = z.output<typeof syncedUserSchema>;

/** The document of `sync-user --output json`. */
export const userSyncSchema = z.object({
  schemaVersion: z.literal(userSyncSchemaVersion),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('sync-user'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  source: answerSourceSchema,
  server: serverSchema.nullable(),
  confirmed: z.boolean(),
  /** The account that ran it, as it is written into the events; null if it could not be read. */
  operator: z.string().nullable(),
  users: z.array(syncedUserSchema),
  next: z.array(z.string()),
  /** What ended the run before its last user. */
  error: reportErrorSchema.optional(),
  exitCode: z.literal(Object.values(ExitCode)),
});
/** See {@link userSyncSchema}. */
export type UserSyncDocument = z.output<typeof userSyncSchema>;
