import { z } from 'zod';
import { auditStates } from './audit-logging.js';
import { eventKinds } from './event-meaning.js';
import { instantSchema } from './instant.js';
import { phsEventSchema } from './phs-event.js';
import { answerSourceSchema } from './source.js';
import { timelineSchema } from './timeline.js';

/** At most so many events in one document; more of them go through NDJSON or CSV. */
export const mostEventsInDocument = 10_000;

/** What `events --output json` prints. */
export const eventsDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('events'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  source: answerSourceSchema,
  window: z.object({ startsAt: instantSchema, endsAt: instantSchema, lengthMs: z.number().int() }),
  filter: z.object({
    connector: z.string().nullable(),
    eventIds: z.array(z.number().int()).nullable(),
    group: z.enum(eventKinds).nullable(),
  }),
  /** Whether the server writes down what administrators change; null if nothing was asked about it. */
  audit: z.enum(auditStates).nullable(),
  /** Ids of changes by administrators of which only the newest 200 were read; the log can hold older ones. */
  cutEventIds: z.array(z.number().int()),
  log: z.object({
    /** The oldest record; null when the log is empty or could not be read that far. */
    oldestAt: instantSchema.nullable(),
    /** Null when that is not known. */
    coversWindow: z.boolean().nullable(),
  }),
  timelines: z.array(timelineSchema),
  /** Number of events found; `events` holds at most the newest 10,000 of them. */
  eventCount: z.number().int(),
  /** Newest last. */
  events: z.array(phsEventSchema),
});
/** See {@link eventsDocumentSchema}. */
export type EventsDocument = z.output<typeof eventsDocumentSchema>;
