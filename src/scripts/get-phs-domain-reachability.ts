import { z } from 'zod';
import { domainReachabilitySchema } from '../model/diagnosis-facts.js';
import type { Operation } from './operation.js';

/**
 * Whether the domains of AD connectors can be reached (facts 1.13): a row for each domain, or one with a failure for a
 * connector that could not be asked. A domain that is not there takes its time, hence the long deadline.
 */
export const getPhsDomainReachability = {
  name: 'Get-PhsDomainReachability',
  summary: 'the reachability of the domains',
  arguments: z.object({
    /** Exact names of AD connectors. */
    connectorName: z.array(z.string()),
  }),
  row: domainReachabilitySchema,
  deadlineMs: 300_000,
  mutates: false,
} satisfies Operation;
