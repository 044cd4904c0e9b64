import { z } from 'zod';
import { eventLogReachSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/**
 * How far back the Application log reaches. Without Get-WinEvent the whole log may have to be walked, hence the long deadline,
 * and hence the instant: whether the log reaches back to it can be answered sooner.
 */
export const getPhsEventLogReach = {
  name: 'Get-PhsEventLogReach',
  summary: 'how far back the Application log reaches',
  arguments: z.object({ since: z.date().optional() }),
  row: eventLogReachSchema,
  deadlineMs: 300_000,
  mutates: false,
  looseArguments: ['since'],
} satisfies Operation;
