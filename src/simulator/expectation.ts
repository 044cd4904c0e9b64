import { z } from 'zod';

const findingReferenceSchema = z.string().regex(/^PHS\d{3}( .+)?$/);

/** What a command must find on the server of a scenario. */
export const expectationSchema = z.strictObject({
  exitCode: z.number().int(),
  /** `PHSnnn` or `PHSnnn subject` of the first failing finding; null when nothing fails. */
  firstCause: findingReferenceSchema.nullable(),
  fail: z.array(findingReferenceSchema),
  warn: z.array(findingReferenceSchema),
  /** `all others`: every check of the command that no other list names, for a server on which nearly nothing can be read. */
  skip: z.union([z.array(findingReferenceSchema), z.literal('all others')]),
  unknown: z.array(findingReferenceSchema),
  /** Parts of the sentences of some findings, by finding. */
  says: z.record(findingReferenceSchema, z.array(z.string())).optional(),
  /** Parts that the sentence of a finding must not hold, by finding. */
  saysNot: z.record(findingReferenceSchema, z.array(z.string())).optional(),
  /** Only with `skip: "all others"`: the checks that can be evaluated all the same, and pass. */
  pass: z.array(findingReferenceSchema).optional(),
});

/** See {@link expectationSchema}. */
export type Expectation = z.output<typeof expectationSchema>;

/** What `diagnose` must find for one user. */
export const userExpectationSchema = z.strictObject({
  /** As the operator writes it. */
  dn: z.string(),
  exitCode: z.number().int(),
  firstCause: z
    .string()
    .regex(/^PHS\d{3}$/)
    .nullable(),
  /** A part of the answer. */
  answer: z.string().optional(),
});

/** What Microsoft's diagnostics must come to, and how it stands to the findings of `diagnose`. */
export const opinionExpectationSchema = z.strictObject({
  /**
   * Every line that is known, in order, headings left out: `topic subject status`, and if a finding of ours is about the same
   * thing its check and status; ` DISAGREES` at the end if the two do not agree.
   */
  lines: z.array(z.string()),
});
