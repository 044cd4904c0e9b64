import { z } from 'zod';
import { instantSchema } from './instant.js';
import { findingSchema } from './finding.js';
import { reportSchema, summarySchema } from './report.js';

/** One server of several: what it is, in a few words, and its own report. */
export const fleetServerSchema = z.object({
  /** As it was named. */
  name: z.string(),
  /** What it is meant to be; null: either. */
  expect: z.enum(['active', 'staging']).nullable(),
  /** The tenant that the server reports, else as the operator named it; null: not known. */
  tenant: z.string().nullable(),
  /** Null: not known. */
  role: z.enum(['active', 'staging']).nullable(),
  build: z.string().nullable(),
  /** The last sign of life of the connector that is silent longest; null: none is known, or it is a staging server. */
  lastSignOfLifeAt: instantSchema.nullable(),
  /** What the command says of this server alone; with `error` if it did not answer. */
  report: reportSchema,
});
/** See {@link fleetServerSchema}. */
export type FleetServerResult = z.output<typeof fleetServerSchema>;

/** How many servers have which verdict. */
const fleetCountsSchema = z.object({
  servers: z.number().int(),
  pass: z.number().int(),
  warn: z.number().int(),
  fail: z.number().int(),
  unknown: z.number().int(),
  /** Those that did not answer. */
  error: z.number().int(),
});

/** What `--output json` prints of several servers. */
export const fleetDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.string(),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  /** In the order in which they were named. */
  servers: z.array(fleetServerSchema),
  /** What was found of the servers together: the checks 6xx. */
  findings: z.array(findingSchema),
  summary: z.object({
    status: summarySchema.shape.status,
    exitCode: summarySchema.shape.exitCode,
    counts: fleetCountsSchema,
  }),
});
/** See {@link fleetDocumentSchema}. */
export type FleetDocument = z.output<typeof fleetDocumentSchema>;
