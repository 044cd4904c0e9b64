import { z } from 'zod';
import { textLimits } from '../base/text-limits.js';
import { eventRecordSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/**
 * Records of the Application log since an instant, in the order of the log (newest first on a real server). Without
 * Get-WinEvent the whole log may be walked (facts 4.6), hence the long deadline, and hence one question for what is read of
 * PHS and for what comes seldom and from any source. The arguments of the latter go together or not at all.
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
    /** Since when records of the ids below are answered as well, whatever their source. */
    anySourceAfter: z.date().optional(),
    anySourceEventId: z.array(z.number().int()).optional(),
    /** Ids of which only errors are answered. */
    anySourceErrorEventId: z.array(z.number().int()).optional(),
    /** At most so many records of each of these ids, the newest. */
    anySourceMaxCount: z.number().int().optional(),
  }),
  row: eventRecordSchema.extend({ message: z.string().max(textLimits.eventMessage) }),
  deadlineMs: 300_000,
  mutates: false,
  windowArguments: ['after', 'anySourceAfter'],
} satisfies Operation;
