import { z } from 'zod';
import { serviceSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The synchronization service (facts 4.3); a service that does not exist is a failure. */
export const getPhsService = {
  name: 'Get-PhsService',
  summary: 'the state of the ADSync service',
  arguments: z.object({}),
  row: serviceSchema,
  deadlineMs: 30_000,
  mutates: false,
} satisfies Operation;
