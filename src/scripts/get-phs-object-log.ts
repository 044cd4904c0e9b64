import { z } from 'zod';
import { objectLogEntrySchema } from '../model/object-trace.js';
import type { Operation } from './operation.js';

/**
 * The password sync log of a connector space object, in the order of the cmdlet; no row means that the log is empty. The shape
 * of what the cmdlet writes is not documented (facts 1.13): an entry without a status is a failure, not a success.
 */
export const getPhsObjectLog = {
  name: 'Get-PhsObjectLog',
  summary: 'the password sync log of the object',
  arguments: z.object({
    /** GUID of the connector space object. */
    identifier: z.string(),
    /** Largest number of entries. */
    count: z.number().int().min(1).max(1000),
  }),
  row: objectLogEntrySchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
