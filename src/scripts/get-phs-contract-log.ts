import { z } from 'zod';
import { contractEventSchema } from '../model/contract-rows.js';
import type { Operation } from './operation.js';

/** Sources and ids of the Application log with the form of their texts, without any text. */
export const getPhsContractLog = {
  name: 'Get-PhsContractLog',
  summary: 'the form of the events',
  arguments: z.object({
    after: z.date(),
    source: z.array(z.string()),
    word: z.array(z.string()),
    mark: z.array(z.string()),
    textCount: z.number().int(),
  }),
  row: contractEventSchema,
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;
