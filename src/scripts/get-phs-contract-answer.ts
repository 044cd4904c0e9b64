import { z } from 'zod';
import { contractShapeSchema } from '../model/contract-rows.js';
import type { Operation } from './operation.js';

/** The form of what one cmdlet answers, without any value. */
export const getPhsContractAnswer = {
  name: 'Get-PhsContractAnswer',
  summary: 'the form of an answer',
  arguments: z.object({
    call: z.string(),
    connectorName: z.string(),
    connectorId: z.string(),
    entraConnectorName: z.string(),
    expand: z.array(z.string()),
  }),
  row: contractShapeSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
