import { z } from 'zod';
import { platformSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The machine and the account. On a simulated server its module answers in the place of the script (simulator/README.md). */
export const getPhsPlatform = {
  name: 'Get-PhsPlatform',
  summary: 'what is known of the machine and the account',
  arguments: z.object({}),
  row: platformSchema,
  deadlineMs: 30_000,
  mutates: false,
} satisfies Operation;
