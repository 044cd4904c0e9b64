import { z } from 'zod';

/** How one option looks on the command line; made from its zod schema. */
export interface OptionDescription {
  readonly key: string;
  /** `--fail-on`, or `<dir>` for one that is given by place. */
  readonly flag: string;
  /** One letter, without the dash. */
  readonly alias?: string;
  /** `list`: may be given several times, each time with one value. */
  readonly kind: 'boolean' | 'text' | 'list';
  /** Placeholder of the value in help: `DURATION`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Absent: there is none, or it is empty. */
  readonly default?: string;
  readonly description: string;
}

/** The notes that an option's schema carries in `.meta()`. */
const notesSchema = z.object({
  description: z.string(),
  value: z.string().optional(),
  alias: z.string().length(1).optional(),
});

/** The flag of an option key: `failOn` is `--fail-on`. */
export function flagName(key: string): string {
  return key.length === 1 ? `-${key}` : `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

interface Unwrapped {
  readonly schema: z.core.$ZodType;
  readonly fallback: unknown;
}

function unwrap(schema: z.core.$ZodType, fallback?: unknown): Unwrapped {
  if (schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap(), fallback);
  }
  if (schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap(), schema.def.defaultValue);
  }
  return { schema, fallback };
}

function describe(key: string, schema: z.core.$ZodType, isPositional: boolean): OptionDescription {
  const notes = notesSchema.parse(schema instanceof z.ZodType ? schema.meta() : undefined);
  const { schema: inner, fallback } = unwrap(schema);
  const kind = inner instanceof z.ZodBoolean ? 'boolean' : inner instanceof z.ZodArray ? 'list' : 'text';
  const choices = inner instanceof z.ZodEnum ? inner.options.map(String) : undefined;
  return {
    key,
    flag: isPositional ? `<${key}>` : flagName(key),
    ...(notes.alias === undefined ? {} : { alias: notes.alias }),
    kind,
    ...(kind === 'boolean' ? {} : { value: choices?.join('|') ?? notes.value ?? 'VALUE' }),
    ...(choices === undefined ? {} : { choices }),
    ...(typeof fallback === 'string' && fallback !== '' ? { default: fallback } : {}),
    description: notes.description,
  };
}

/** The options of a command in the order of its schema. Every option needs `.meta({ description })` outermost. */
export function describeOptions(schema: z.ZodObject, positionals: readonly string[]): readonly OptionDescription[] {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(shape).map(([key, option]) => describe(key, option, positionals.includes(key)));
}
