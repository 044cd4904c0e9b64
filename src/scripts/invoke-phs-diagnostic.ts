import { z } from 'zod';
import type { Operation } from './operation.js';

/** One thing that the diagnostics wrote, as it came. */
export const diagnosticLineSchema = z.object({
  /** `host`: text for people; `result`: an object of the non-interactive mode; `prompt`: a question that nobody answered. */
  kind: z.enum(['host', 'result', 'prompt', 'error', 'warning', 'output']),
  /** Text as it was written; of a result its message. */
  text: z.string(),
  /** Foreground colour of host text: Green, Red, Cyan, Yellow …; null when none was set. */
  color: z.string().nullable(),
  /** True when the next host text goes on in the same line. */
  noNewLine: z.boolean(),
  /** PropertyName, PropertyValue and OutputType (Output, Error, Warning) of a result (adsync-facts 2.2); else null. */
  propertyName: z.string().nullable(),
  propertyValue: z.string().nullable(),
  outputType: z.string().nullable(),
});
/** See {@link diagnosticLineSchema}. */
export type DiagnosticLine = z.output<typeof diagnosticLineSchema>;

/**
 * Runs the real Invoke-ADSyncDiagnostics -PasswordSync (adsync-facts 2) in a runspace of its own, because it leaves globals
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
