import { z } from 'zod';

/** `unknown` means "could not be checked" and is never a pass; `skip` names the check that blocks it. */
export const findingStatusSchema = z.enum(['pass', 'warn', 'fail', 'skip', 'unknown']);
/** See {@link findingStatusSchema}. */
export type FindingStatus = z.output<typeof findingStatusSchema>;

/** 1xx, 2xx, 3xx, 4xx, 5xx, 6xx. */
export const categorySchema = z.enum(['environment', 'configuration', 'liveness', 'connectivity', 'object', 'fleet']);
/** See {@link categorySchema}. */
export type Category = z.output<typeof categorySchema>;

/** A value that supports a finding, with the cmdlet, event or setting that it came from. */
export const evidenceSchema = z.object({
  label: z.string(),
  value: z.string(),
  source: z.string().optional(),
});
/** See {@link evidenceSchema}. */
export type Evidence = z.output<typeof evidenceSchema>;

/** What to do: a sentence or two, and commands to copy. */
export const remedySchema = z.object({
  text: z.string(),
  commands: z.array(z.string()),
  /** Of several causes: what to do about each, the first to be done first; absent if there is one. `text` and `commands` hold all. */
  steps: z.array(z.object({ cause: z.string(), text: z.string(), commands: z.array(z.string()) })).optional(),
});
/** See {@link remedySchema}. */
export type Remedy = z.output<typeof remedySchema>;

/** The outcome of one check for one subject (the server, a connector, a partition). */
export const findingSchema = z.object({
  /** Permanent id of the check, `PHS` and three digits. */
  check: z.string().regex(/^PHS\d{3}$/),
  category: categorySchema,
  /** The check's title: a true statement in the present tense when the status is `pass`. */
  title: z.string(),
  /** Name of the connector or partition; absent when the finding is about the server. */
  subject: z.string().optional(),
  status: findingStatusSchema,
  /** One sentence that says what was found. */
  message: z.string(),
  /** The same in words that all users with this cause share, by which they are counted; absent if `message` is that. */
  reason: z.string().optional(),
  /** Id of the check that explains this one; only with status `skip`. */
  blockedBy: z
    .string()
    .regex(/^PHS\d{3}$/)
    .optional(),
  evidence: z.array(evidenceSchema),
  remedy: remedySchema.optional(),
  /** Path of the documentation page. */
  docs: z.string(),
});
/** See {@link findingSchema}. */
export type Finding = z.output<typeof findingSchema>;
