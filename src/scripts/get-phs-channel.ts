import { z } from 'zod';
import { psFailureSchema } from '../model/ps-failure.js';
import type { Operation } from './operation.js';

/** The PHS channel of AD connectors (facts 1.4): a row for each name, with its own failure if it has one. */
export const getPhsChannel = {
  name: 'Get-PhsChannel',
  summary: 'the password synchronization channels',
  arguments: z.object({
    /** Exact names of AD connectors. */
    connectorName: z.array(z.string()),
  }),
  row: z.object({
    connectorName: z.string(),
    /** Null only together with a failure. */
    enabled: z.boolean().nullable(),
    targetConnector: z.string().nullable(),
    failure: psFailureSchema.nullable(),
  }),
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
