import { z } from 'zod';
import { syncRuleSchema } from '../model/diagnosis-facts.js';
import type { Operation } from './operation.js';

/** The synchronization rules (facts 1.11): some sixty on a default server, custom ones included. */
export const getPhsRule = {
  name: 'Get-PhsRule',
  summary: 'the synchronization rules',
  arguments: z.object({}),
  row: syncRuleSchema,
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;
