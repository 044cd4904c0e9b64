import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from './instant.js';
import { findingSchema } from './finding.js';
import { sourceSchema } from './source.js';

const status = findingSchema.shape.status;
const judgedSchema = z.object({ status, message: z.string() });

/** One value of a server that is not the same in both documents. */
const valueSchema = z.object({
  area: z.enum(['setting', 'rule', 'build']),
  name: z.string(),
  /** The connector that it belongs to; null: the server. */
  subject: z.string().nullable(),
  /** Null: not there. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** See {@link valueSchema}. */
export type ValueChange = z.output<typeof valueSchema>;

const findingChangeSchema = z.object({
  area: z.literal('finding'),
  check: z.string(),
  title: z.string(),
  subject: z.string().nullable(),
  /** Null: the check said nothing about this subject. */
  before: judgedSchema.nullable(),
  after: judgedSchema.nullable(),
});
/** A finding that another document judges otherwise. */
export type FindingChange = z.output<typeof findingChangeSchema>;

/** What changed between two documents. */
export const changeSchema = z.discriminatedUnion('area', [findingChangeSchema, valueSchema]);
/** See {@link changeSchema}. */
export type Change = z.output<typeof changeSchema>;

/** A check that one of the two did not evaluate; its status is null if it did not run at all. */
export const notComparedSchema = z.object({
  check: z.string(),
  title: z.string(),
  subject: z.string().nullable(),
  before: status.nullable(),
  after: status.nullable(),
});
/** See {@link notComparedSchema}. */
export type NotCompared = z.output<typeof notComparedSchema>;

/** One of the two that are compared. */
export const sideSchema = z.object({
  /** As it was named. */
  file: z.string(),
  command: z.string(),
  source: sourceSchema.optional(),
  /** The instant of its answers; null: not known. */
  at: instantSchema.nullable(),
  server: z.string().nullable(),
});
/** See {@link sideSchema}. */
export type Side = z.output<typeof sideSchema>;

/** What `diff --output json` prints. */
export const diffDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('diff'),
  before: sideSchema,
  after: sideSchema,
  /** True: names of one are pseudonyms that the other does not have, so what is named is not compared. */
  namesDiffer: z.boolean(),
  changes: z.array(changeSchema),
  notCompared: z.array(notComparedSchema),
  summary: z.object({
    exitCode: z.literal(Object.values(ExitCode)),
    counts: z.object({
      findings: z.number().int(),
      settings: z.number().int(),
      rules: z.number().int(),
      builds: z.number().int(),
      notCompared: z.number().int(),
    }),
  }),
});
/** See {@link diffDocumentSchema}. */
export type DiffDocument = z.output<typeof diffDocumentSchema>;
