import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { sideSchema } from './diff-document.js';

/** What of two servers is compared: everything that decides how passwords are synchronized. */
export const profileAreas = [
  'connector',
  'partition',
  'scope',
  'rule',
  'channel',
  'feature',
  'domain-controller',
  'scheduler',
  'build',
  'credential',
] as const;
/** One of {@link profileAreas}. */
export type ProfileArea = (typeof profileAreas)[number];

const area = z.enum(profileAreas);

const differenceSchema = z.object({
  area,
  /** The connector that it belongs to; null: the server. */
  subject: z.string().nullable(),
  name: z.string(),
  /** Null: not there. */
  first: z.string().nullable(),
  second: z.string().nullable(),
  /** True: one of the two could not do what the other one does. */
  keepsFromTakeover: z.boolean(),
});
/** One value that two servers say differently. */
export type Difference = z.output<typeof differenceSchema>;

const unreadSchema = z.object({
  area,
  subject: z.string().nullable(),
  /** Which of the two does not say it. */
  side: z.enum(['first', 'second', 'both']),
  reason: z.string(),
  /** True: what is behind it could keep a takeover from working. */
  matters: z.boolean(),
});
/** What could not be compared, because one of the two does not say it. */
export type UnreadPart = z.output<typeof unreadSchema>;

/** One of the two servers, with its role and build; null: not known. */
const comparedSideSchema = sideSchema.extend({
  role: z.enum(['active', 'staging']).nullable(),
  build: z.string().nullable(),
});
/** See {@link comparedSideSchema}. */
export type ComparedSide = z.output<typeof comparedSideSchema>;

/** What `compare --output json` prints. */
export const comparisonDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('compare'),
  first: comparedSideSchema,
  second: comparedSideSchema,
  /** True: names of one are pseudonyms that the other does not have, so what is named is not compared. */
  namesDiffer: z.boolean(),
  differences: z.array(differenceSchema),
  notCompared: z.array(unreadSchema),
  summary: z.object({
    exitCode: z.literal(Object.values(ExitCode)),
    counts: z.object({
      differences: z.number().int(),
      keepFromTakeover: z.number().int(),
      notCompared: z.number().int(),
    }),
  }),
});
/** See {@link comparisonDocumentSchema}. */
export type ComparisonDocument = z.output<typeof comparisonDocumentSchema>;
