import { z } from 'zod';
import { metaverseObjectSchema } from '../model/object-trace.js';
import type { Operation } from './operation.js';

/** One object of the metaverse (facts 1.10). No row: it was looked for and is not there. */
export const getPhsMetaverseObject = {
  name: 'Get-PhsMetaverseObject',
  summary: 'the object in the metaverse',
  arguments: z.object({
    /** GUID of the metaverse object. */
    identifier: z.string(),
  }),
  row: metaverseObjectSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
