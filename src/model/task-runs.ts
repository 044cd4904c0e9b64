import { z } from 'zod';

/** What became of one scheduled task that was due on a simulated server. */
export const taskRunSchema = z.object({
  /** `startup`, or the number of the tick, from 1. */
  tick: z.union([z.literal('startup'), z.number().int().min(1)]),
  /** Path and name: `\phs-tool\Guard-0123456789abcdef-0`. */
  task: z.string(),
  /** `ended`: it ran to its end. `running`: it still ran when the wait was over. `ignored`: it ran from before. */
  outcome: z.enum(['ended', 'running', 'ignored']),
  /** Null unless it ended. A process that a signal ended has 128 and the signal's number. */
  exitCode: z.number().int().nullable(),
  durationMs: z.number().int().min(0),
  /** What it wrote; null when it was ignored. */
  logFile: z.string().nullable(),
});
/** See {@link taskRunSchema}. */
export type TaskRun = z.output<typeof taskRunSchema>;

/** What `simulate tick --output json` prints. */
export const tickDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('simulate tick'),
  server: z.string(),
  runs: z.array(taskRunSchema),
});
