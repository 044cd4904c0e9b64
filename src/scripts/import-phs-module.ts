import { z } from 'zod';
import { moduleSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** Loads ADSync into the session; fails with the error id PhsModuleNotFound when there is none (facts 4.1). */
export const importPhsModule = {
  name: 'Import-PhsModule',
  summary: 'the ADSync module',
  arguments: z.object({
    /** Folder to look in first; empty for none. */
    modulePath: z.string(),
    /** Absolute paths of module files to try last, best first. */
    candidates: z.array(z.string()),
    /** The folder that the registry names; empty for none. */
    installFolder: z.string(),
  }),
  row: moduleSchema,
  deadlineMs: 120_000,
  mutates: false,
  looseArguments: ['modulePath'],
} satisfies Operation;
