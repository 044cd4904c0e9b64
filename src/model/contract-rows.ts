import { z } from 'zod';

/** One command with its parameters, as `Get-Command` describes it. */
export const contractCommandSchema = z.object({
  name: z.string(),
  found: z.boolean(),
  commandType: z.string().nullable(),
  module: z.string().nullable(),
  moduleVersion: z.string().nullable(),
  parameters: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      sets: z.array(z.object({ name: z.string(), mandatory: z.boolean() })),
    }),
  ),
});
/** See {@link contractCommandSchema}. */
export type ContractCommand = z.output<typeof contractCommandSchema>;

/** One member of an object: its name and the type of its value, `null` if it has none. */
const contractMemberSchema = z.object({ name: z.string(), type: z.string(), declared: z.string() });

/** What an object is made of. A type is written as PowerShell writes it, with what it is in front: `datetime Utc`, `list …`. */
export const contractShapeSchema = z.object({
  /** Empty for the answer itself; `Partitions.Parameters` for what a member of a member holds. */
  path: z.string(),
  type: z.string(),
  typeName: z.string(),
  /** Number of objects; the first one is described. */
  count: z.number().int(),
  members: z.array(contractMemberSchema),
  enums: z.array(z.object({ type: z.string(), names: z.array(z.string()), numbers: z.array(z.number()) })),
  constructors: z.array(z.string()),
});
/** See {@link contractShapeSchema}. */
export type ContractShape = z.output<typeof contractShapeSchema>;

/** The records of one source and id: how many, and the form of the newest texts. */
export const contractEventSchema = z.object({
  source: z.string(),
  eventId: z.number().int(),
  entryType: z.string(),
  count: z.number().int(),
  texts: z.number().int(),
  shortest: z.number().int().nullable(),
  longest: z.number().int().nullable(),
  /** How many of the texts hold each of the marks that were asked for, in their order. */
  marks: z.array(z.number().int()),
  /** The members of an entry; of the first row only. */
  members: z.array(contractMemberSchema),
});
/** See {@link contractEventSchema}. */
export type ContractEvent = z.output<typeof contractEventSchema>;
