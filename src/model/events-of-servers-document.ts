import { z } from 'zod';
import { eventsDocumentSchema } from './events-document.js';
import { instantSchema } from './instant.js';
import { reportErrorSchema, summarySchema } from './report.js';

const serverSchema = z.object({
  /** As it was named. */
  name: z.string(),
  exitCode: summarySchema.shape.exitCode,
});

/** One server of several: what `events` prints of it alone, or why there is nothing. */
const serverEventsSchema = z.union([
  serverSchema.extend({
    /** Its `events` hold as many as are among the newest 10,000 of all servers. */
    document: eventsDocumentSchema,
  }),
  serverSchema.extend({ error: reportErrorSchema }),
]);
/** See {@link serverEventsSchema}. */
export type ServerEventsResult = z.output<typeof serverEventsSchema>;

/** What `events --output json` prints of several servers. */
export const eventsOfServersSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('events'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  /** In the order in which they were named. */
  servers: z.array(serverEventsSchema),
  summary: z.object({
    /** The worst of the servers. */
    exitCode: summarySchema.shape.exitCode,
    counts: z.object({
      servers: z.number().int(),
      /** Those that did not answer. */
      error: z.number().int(),
      /** Events found on all of them. */
      events: z.number().int(),
    }),
  }),
});
/** See {@link eventsOfServersSchema}. */
export type EventsOfServers = z.output<typeof eventsOfServersSchema>;
