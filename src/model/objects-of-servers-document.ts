import { z } from 'zod';
import { instantSchema } from './instant.js';
import { objectReportSchema } from './object-report.js';
import { reportErrorSchema, summarySchema } from './report.js';

const serverSchema = z.object({
  /** As it was named. */
  name: z.string(),
  exitCode: summarySchema.shape.exitCode,
});

/** One server of several: what `diagnose --dn` prints of it alone, or why there is nothing. */
const serverObjectsSchema = z.union([
  serverSchema.extend({ document: objectReportSchema }),
  serverSchema.extend({ error: reportErrorSchema }),
]);
/** See {@link serverObjectsSchema}. */
export type ServerObjectsResult = z.output<typeof serverObjectsSchema>;

/** What `diagnose --dn … --output json` prints of several servers. */
export const objectsOfServersSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('diagnose'),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  /** In the order in which they were named. */
  servers: z.array(serverObjectsSchema),
  summary: z.object({
    /** The worst of the servers. */
    exitCode: summarySchema.shape.exitCode,
    counts: z.object({
      servers: z.number().int(),
      /** Those that did not answer. */
      error: z.number().int(),
    }),
  }),
});
/** See {@link objectsOfServersSchema}. */
export type ObjectsOfServers = z.output<typeof objectsOfServersSchema>;
