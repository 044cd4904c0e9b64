import { z } from 'zod';
import { textLimits } from '../base/text-limits.js';
import { eventRecordSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/**
 * Records of the Application log since an instant, in the order of the log (newest first on a real server). The whole log
 * is walked whatever is asked (facts 4.6), hence the long deadline.
 */
export const getPhsEvent = {
  name: 'Get-PhsEvent',
  summary: 'events of the Application log',
  arguments: z.object({
    after: z.date(),
    /** Names of event sources; empty for all. */
    source: z.array(z.string()),
    /** Event ids; empty for all. */
    eventId: z.array(z.number().int()),
  }),
  row: eventRecordSchema.extend({ message: z.string().max(textLimits.eventMessage) }),
  deadlineMs: 300_000,
  mutates: false,
  windowArgument: 'after',
} satisfies Operation;
