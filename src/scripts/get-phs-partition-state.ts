import { z } from 'zod';
import { partitionStateSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The last cycle of each partition (facts 1.8); old builds have no such cmdlet. */
export const getPhsPartitionState = {
  name: 'Get-PhsPartitionState',
  summary: 'the last password synchronization cycle of each partition',
  arguments: z.object({}),
  row: partitionStateSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
