import { z } from 'zod';
import { contractCommandSchema } from '../model/contract-rows.js';
import type { Operation } from './operation.js';

/** The parameters of the cmdlets that phs-tool calls; none is called. */
export const getPhsContractCommand = {
  name: 'Get-PhsContractCommand',
  summary: 'the parameters of the cmdlets',
  arguments: z.object({ name: z.array(z.string()) }),
  row: contractCommandSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
