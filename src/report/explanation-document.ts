import { z } from 'zod';
import { remedySchema } from '../model/finding.js';

/** What a term means, in the sense of one of the catalogues. */
export const explanationSchema = z.object({
  kind: z.enum(['event', 'rpc-code', 'entra-code', 'sign-in-code', 'hresult', 'log-status', 'check', 'build']),
  /** As the catalogue writes it: `611`, `FilteredByTarget`, `PHS301`. */
  term: z.string(),
  name: z.string(),
  meaning: z.string(),
  /** Facts in a few words: source, severity, category. */
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  remedy: remedySchema.nullable(),
  /** Path of the documentation page; null when there is none. */
  docs: z.string().nullable(),
});
/** See {@link explanationSchema}. */
export type Explanation = z.output<typeof explanationSchema>;

/** What `explain --output json` prints. */
export const explanationDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('explain'),
  term: z.string(),
  /** One for each sense of the term: a number can be an event id and an RPC code. */
  explanations: z.array(explanationSchema),
});
