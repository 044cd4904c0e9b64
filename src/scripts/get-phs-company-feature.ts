import { z } from 'zod';
import { companyFeatureSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** Tenant features (facts 1.3). It asks the cloud. */
export const getPhsCompanyFeature = {
  name: 'Get-PhsCompanyFeature',
  summary: 'the features of the tenant',
  arguments: z.object({
    /** Name of the Entra connector, which old builds want; empty when there is none. */
    connectorName: z.string(),
  }),
  row: companyFeatureSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
