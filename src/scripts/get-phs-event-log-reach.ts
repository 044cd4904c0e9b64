import { z } from 'zod';
import { eventLogReachSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The oldest record of the Application log; without Get-WinEvent the whole log is walked, hence the long deadline. */
export const getPhsEventLogReach = {
  name: 'Get-PhsEventLogReach',
  summary: 'how far back the Application log reaches',
  arguments: z.object({}),
  row: eventLogReachSchema,
  deadlineMs: 300_000,
  mutates: false,
} satisfies Operation;
