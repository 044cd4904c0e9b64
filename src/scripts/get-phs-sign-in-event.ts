import { z } from 'zod';
import { textLimits } from '../base/text-limits.js';
import { eventRecordSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** Records about the certificate and the sign-in of the Entra connector, in the order of the log (facts 9.2). */
export const getPhsSignInEvent = {
  name: 'Get-PhsSignInEvent',
  summary: 'events about the sign-in of the Entra connector',
  arguments: z.object({
    after: z.date(),
    /** Ids of which every record is wanted, whatever its source. */
    eventId: z.array(z.number().int()),
    /** Ids of which only errors are wanted. */
    errorEventId: z.array(z.number().int()),
    maxCount: z.number().int(),
  }),
  row: eventRecordSchema.extend({ message: z.string().max(textLimits.eventMessage) }),
  deadlineMs: 300_000,
  mutates: false,
  windowArgument: 'after',
} satisfies Operation;
