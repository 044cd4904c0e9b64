import { z } from 'zod';
import { diagnosticLineSchema } from './diagnostic-entry.js';
import { findingStatusSchema } from './finding.js';

/** One line of Microsoft's own diagnostics, on a server or an object, beside the finding of ours about the same thing. */
export const secondOpinionEntrySchema = z.object({
  /** Heading below which the line stands; empty before any. */
  section: z.string(),
  /** Connector, domain or object that the line is about; null when none is named. */
  subject: z.string().nullable(),
  /** What it is about; `other` for lines that are not known, `cut` for why nothing more came. */
  topic: z.string(),
  /** What the line itself says. */
  status: z.enum(['ok', 'warning', 'problem', 'information']),
  /** The line; of a question or a cut what was asked, or why nothing more came. */
  text: z.string(),
  /** How it came: host text, an object of the non-interactive mode, a question and whether it was answered, an error. */
  kind: diagnosticLineSchema.shape.kind,
  /** Colour of the host text; null if there was none. */
  colour: z.string().nullable(),
  /** Id and status of our finding; null if no check is about it, or it was not run. */
  check: z.string().nullable(),
  ours: findingStatusSchema.nullable(),
  /** True when one of the two says "in order" and the other one does not. */
  disagrees: z.boolean(),
});
/** See {@link secondOpinionEntrySchema}. */
export type SecondOpinionEntry = z.output<typeof secondOpinionEntrySchema>;
