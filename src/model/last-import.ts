import { z } from 'zod';
import { instantSchema } from './instant.js';
import { psFailureSchema } from './ps-failure.js';

/** A run of a run profile: one that imports, or one of which that is not known (operation Get-PhsLastImport; facts 1.13). */
export const importRunSchema = z.object({
  /** A free text: an administrator can rename a profile, so nothing is read from it. */
  profileName: z.string(),
  /** `delta-import`, `full-import`, `apply-rules`, `export` and so on; empty: the server does not report the steps. */
  stepTypes: z.array(z.string()),
  isComplete: z.boolean().nullable(),
  /** `success`, or why not. */
  result: z.string(),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
});
/** See {@link importRunSchema}. */
export type ImportRun = z.output<typeof importRunSchema>;

/** What the run history holds of the imports of one connector. */
export const lastImportSchema = z.object({
  /** GUID in lower case. */
  connectorId: z.string(),
  /** Runs of any kind that were looked at. */
  runCount: z.number().int(),
  /** When the oldest of them began. */
  oldestRunAt: instantSchema.nullable(),
  /** The last import that succeeded, and what began after it; all of them if none did. */
  runs: z.array(importRunSchema),
  failure: psFailureSchema.nullable(),
});
/** See {@link lastImportSchema}. */
export type LastImport = z.output<typeof lastImportSchema>;

/** How many runs of a connector are looked at: fifteen cycles of a server in staging mode, each with an import and a synchronization. */
export const importRunsAsked = 30;
