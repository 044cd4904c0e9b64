import { z } from 'zod';
import { eventKinds } from './event-meaning.js';
import { instantSchema } from './instant.js';

/** One exception of a chain, the outermost first. */
export const eventExceptionSchema = z.object({
  /** Full name of the type; null if the text gives none. */
  type: z.string().nullable(),
  message: z.string(),
});
/** See {@link eventExceptionSchema}. */
export type EventException = z.output<typeof eventExceptionSchema>;

/** One user of event 656. `changeDate` is text as the server wrote it: its form depends on the server's culture. */
export const changeRequestSchema = z.object({
  anchor: z.string(),
  /** Null in older texts, which do not have it. */
  cloudAnchor: z.string().nullable(),
  dn: z.string().nullable(),
  changeDate: z.string().nullable(),
});
/** See {@link changeRequestSchema}. */
export type ChangeRequest = z.output<typeof changeRequestSchema>;

/** One user of event 657. */
export const changeResultSchema = z.object({
  anchor: z.string(),
  cloudAnchor: z.string().nullable(),
  /** Null in the oldest texts, which name the anchor only. */
  dn: z.string().nullable(),
  /** Null in older builds, which do not report it. */
  pwdChangeOnLogon: z.boolean().nullable(),
  /** As written, without the full stop: `Success`, `Failed`, `failed`; null when the text is cut off. */
  result: z.string().nullable(),
  extendedError: z.string().nullable(),
});
/** True for the result of a user whose password Microsoft Entra ID took over; the case differs by build. */
export function isSuccess(result: string | null | undefined): boolean {
  return result?.toLowerCase() === 'success';
}

/** See {@link changeResultSchema}. */
export type ChangeResult = z.output<typeof changeResultSchema>;

/** One object that is tried again (events 0, 605, 609). */
export const retriedObjectSchema = z.object({
  dn: z.string(),
  attempts: z.number().int().nullable(),
  errorType: z.string().nullable(),
});
/** See {@link retriedObjectSchema}. */
export type RetriedObject = z.output<typeof retriedObjectSchema>;

/** One object that is not synchronized (event 620), with the status of the password sync log that says why. */
export const filteredObjectSchema = z.object({ dn: z.string(), result: z.string().nullable() });
/** See {@link filteredObjectSchema}. */
export type FilteredObject = z.output<typeof filteredObjectSchema>;

/** What an audit event says of a change (facts 9.3). All texts as the server wrote them. */
export const auditFieldsSchema = z.object({
  /** Who changed it. */
  user: z.string().nullable(),
  /** What was done: `Enable`, `Update` … */
  action: z.string().nullable(),
  /** What the event calls the change. */
  subject: z.string().nullable(),
  /** How it ended. */
  status: z.string().nullable(),
  details: z.string().nullable(),
  /** The time that the text names. */
  changedAt: z.string().nullable(),
  /** Whether something was switched on or off; null if the text does not say it. */
  turned: z.enum(['on', 'off']).nullable(),
});
/** See {@link auditFieldsSchema}. */
export type AuditFields = z.output<typeof auditFieldsSchema>;

const base = {
  recordId: z.number().int(),
  eventId: z.number().int(),
  source: z.string(),
  entryType: z.string(),
  generatedAt: instantSchema,
  /** What the catalogue says of the id; `unknown` for an id that is not in it. */
  kind: z.enum([...eventKinds, 'unknown']),
  severity: z.enum(['none', 'warn', 'fail']),
  name: z.string(),
  /** GUID in lower case; null when the text names no connector. */
  connectorId: z.string().nullable(),
  /** Name of that connector; null when it is not known. */
  connectorName: z.string().nullable(),
  /** Domain or partition that the text names. */
  domain: z.string().nullable(),
  /** The whole text. */
  message: z.string(),
};

const trackingId = z.string().nullable();
const exceptions = z.array(eventExceptionSchema);
const rpcCode = z.number().int().nullable();

/** One record of the log with the fields that its text holds, told apart by `type`. */
export const phsEventSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('heartbeat'), trackingId }),
  z.object({ ...base, type: z.literal('ping-start'), trackingId }),
  z.object({
    ...base,
    type: z.literal('batch'),
    phase: z.enum(['start', 'end']),
    count: z.number().int().nullable(),
    trackingId,
  }),
  z.object({ ...base, type: z.literal('change-request'), changes: z.array(changeRequestSchema) }),
  z.object({ ...base, type: z.literal('change-result'), changes: z.array(changeResultSchema) }),
  z.object({
    ...base,
    type: z.literal('domain-failure'),
    domainController: z.object({ hostName: z.string().nullable(), ipAddress: z.string().nullable() }),
    exceptions,
    rpcCode,
  }),
  z.object({
    ...base,
    type: z.literal('provisioning-failure'),
    errorCode: z.number().int().nullable(),
    errorDescription: z.string().nullable(),
    trackingId,
    exceptions,
  }),
  z.object({ ...base, type: z.literal('retry-scheduled'), objects: z.array(retriedObjectSchema) }),
  z.object({ ...base, type: z.literal('filtered-objects'), objects: z.array(filteredObjectSchema) }),
  z.object({ ...base, type: z.literal('client-error'), errorCode: z.number().int().nullable(), exceptions }),
  z.object({ ...base, type: z.literal('access-denied') }),
  z.object({ ...base, type: z.literal('engine-error'), error: z.string().nullable() }),
  z.object({
    ...base,
    type: z.literal('full-sync'),
    phase: z.enum(['started', 'progress', 'failed', 'completed']),
    scope: z.enum(['forest', 'domain']).nullable(),
    /** The forest or domain that the text names. */
    scopeName: z.string().nullable(),
  }),
  z.object({ ...base, type: z.literal('audit'), ...auditFieldsSchema.shape }),
  z.object({ ...base, type: z.literal('problem'), exceptions, rpcCode }),
  /** Another feature, whose codes may be looked up all the same. */
  z.object({ ...base, type: z.literal('password-writeback'), rpcCode }),
  z.object({ ...base, type: z.literal('information') }),
  z.object({ ...base, type: z.literal('unknown') }),
]);
/** See {@link phsEventSchema}. */
export type PhsEvent = z.output<typeof phsEventSchema>;
