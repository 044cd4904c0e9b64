import { z } from 'zod';
import { diagnosticLineSchema } from '../model/diagnostic-entry.js';
import type { Operation } from './operation.js';

/**
 * Runs the real Invoke-ADSyncDiagnostics -PasswordSync (facts 2) in a runspace of its own, because it leaves globals
 * behind. What it wrote before a question that it ends with, or before a failure, is kept.
 */
export const invokePhsDiagnostic = {
  name: 'Invoke-PhsDiagnostic',
  summary: "what Microsoft's own diagnostics say",
  arguments: z.object({
    /** Name of the AD connector; empty for all. */
    connectorName: z.string(),
    /** DN of one user; empty for none. */
    distinguishedName: z.string(),
  }),
  row: diagnosticLineSchema,
  deadlineMs: 600_000,
  mutates: false,
} satisfies Operation;
