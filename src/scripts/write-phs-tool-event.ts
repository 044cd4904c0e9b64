import { z } from 'zod';
import type { Operation } from './operation.js';

/** Writes one event of the tool that is not one of the guard (docs/sync-user.md). It changes the log, and so the server. */
export const writePhsToolEvent = {
  name: 'Write-PhsToolEvent',
  summary: 'an event of the tool',
  arguments: z.object({
    eventId: z.number().int().min(4200).max(4299),
    entryType: z.enum(['Information', 'Warning']),
    sentence: z.string(),
    line: z.string(),
  }),
  row: z.object({ state: z.enum(['written', 'no-source', 'failed']), problem: z.string().nullable() }),
  deadlineMs: 30_000,
  mutates: true,
} as const satisfies Operation;
