import { z } from 'zod';
import { lastEventSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The newest record that holds each of some texts; a text that the log does not hold makes it walk the whole log (facts 4.6). */
export const getPhsLastEvent = {
  name: 'Get-PhsLastEvent',
  summary: 'the last sign of life of silent connectors',
  arguments: z.object({
    source: z.array(z.string()),
    eventId: z.array(z.number().int()),
    /** Texts to look for. */
    text: z.array(z.string()),
  }),
  row: lastEventSchema,
  deadlineMs: 300_000,
  mutates: false,
} satisfies Operation;
