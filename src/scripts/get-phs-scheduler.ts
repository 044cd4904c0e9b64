import { z } from 'zod';
import { schedulerSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The scheduler (facts 1.6). */
export const getPhsScheduler = {
  name: 'Get-PhsScheduler',
  summary: 'the settings of the scheduler',
  arguments: z.object({}),
  row: schedulerSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
