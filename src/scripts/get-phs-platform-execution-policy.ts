import { z } from 'zod';
import { executionPolicyScopeSchema } from '../model/diagnosis-facts.js';
import type { Operation } from './operation.js';

/**
 * The execution policy of Windows PowerShell, a row for each scope in the order of precedence. The scope `Process` is what
 * this session itself was started with. Fails as not supported elsewhere than on Windows.
 */
export const getPhsPlatformExecutionPolicy = {
  name: 'Get-PhsPlatformExecutionPolicy',
  summary: 'the execution policy',
  arguments: z.object({}),
  row: executionPolicyScopeSchema,
  deadlineMs: 30_000,
  mutates: false,
} satisfies Operation;
