import { z } from 'zod';
import { lastImportSchema } from '../model/last-import.js';
import type { Operation } from './operation.js';

/** What the run history holds of the imports of connectors (facts 1.13): a row for each. Old builds have no such cmdlet. */
export const getPhsLastImport = {
  name: 'Get-PhsLastImport',
  summary: 'the last imports',
  arguments: z.object({
    /** GUIDs of connectors. */
    connectorId: z.array(z.string()),
    /** How many runs of each connector are looked at, the newest first. */
    numberRequested: z.number().int().positive(),
  }),
  row: lastImportSchema,
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;
