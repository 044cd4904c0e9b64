import { z } from 'zod';
import { remoteNameSchema } from '../model/source.js';
import type { Compared } from './compare.js';
import { isCommonParameter, type Observed, type Outcome } from './observed.js';
import { marks } from './event-assumptions.js';

/** Version of the form of a contract. */
export const contractSchemaVersion = '1.0';

const errorSchema = z.object({
  id: z.string().nullable(),
  types: z.array(z.string()),
  hresult: z.string(),
  category: z.string(),
});
const outcomeShape = {
  state: z.enum(['answered', 'empty', 'failed', 'timeout', 'unreadable', 'lost']),
  rows: z.number().int(),
  ms: z.number().int(),
  error: errorSchema.optional(),
};

const contractSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('live'), remote: remoteNameSchema.pick({ by: true }).optional() }),
  z.object({ kind: z.literal('simulated') }),
]);

/** One line of what `phs-tool contract` writes: forms of what the product answers, never a value. */
export const contractLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('contract'),
    schemaVersion: z.literal(contractSchemaVersion),
    tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
    day: z.string(),
    simulated: z.boolean(),
    /** What answered. How another server was reached is said, but not its name; absent: written before this was said. */
    source: contractSourceSchema.optional(),
    /** Build of Entra Connect, null if it could not be read. */
    build: z.string().nullable(),
    module: z.string().nullable(),
    powershell: z.object({ version: z.string(), edition: z.string(), clr: z.string(), is64Bit: z.boolean() }),
  }),
  z.object({
    type: z.literal('command'),
    name: z.string(),
    found: z.boolean(),
    commandType: z.string().nullable(),
    module: z.string().nullable(),
    /** Names by type. */
    parameters: z.record(z.string(), z.string()),
    /** Parameters of each set; a mandatory one ends with `!`. */
    sets: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('operation'), name: z.string(), ...outcomeShape }),
  z.object({ type: z.literal('call'), name: z.string(), ...outcomeShape }),
  z.object({
    type: z.literal('shape'),
    of: z.string(),
    path: z.string(),
    is: z.string(),
    name: z.string(),
    count: z.number().int(),
    /** Names by type: a member that is called like a secret is then no field of that name. */
    members: z.record(z.string(), z.string()),
    constructors: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('enum'), name: z.string(), values: z.record(z.string(), z.number()) }),
  z.object({
    type: z.literal('events'),
    source: z.string(),
    id: z.number().int(),
    entryType: z.string(),
    count: z.number().int(),
    texts: z.number().int(),
    lengths: z.tuple([z.number().int().nullable(), z.number().int().nullable()]),
    marks: z.record(z.string(), z.number().int()),
  }),
  z.object({
    type: z.literal('compared'),
    verdict: z.enum(['as assumed', 'different', 'not known before', 'not seen']),
    what: z.string(),
    items: z.array(z.string()),
    says: z.string().optional(),
  }),
  z.object({ type: z.literal('end'), lines: z.number().int() }),
]);
/** See {@link contractLineSchema}. */
export type ContractLine = z.output<typeof contractLineSchema>;

/** The first line of a contract. */
export type ContractHeader = Extract<ContractLine, { readonly type: 'contract' }>;

function outcomeOf({ state, rows, ms, error }: Outcome) {
  return {
    state,
    rows,
    ms: Math.round(ms),
    ...(error === undefined ? {} : { error: { ...error, types: [...error.types] } }),
  };
}

function byType(named: readonly { readonly name: string; readonly type: string }[]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { name, type } of named) {
    names[type] = type in names ? `${names[type] ?? ''} ${name}` : name;
  }
  return names;
}

/** A member without a value has the type that it was declared with; of a generic type only the name. */
function memberType({ type, declared }: { readonly type: string; readonly declared: string }): string {
  return type === 'null' ? `null ${declared.split(/[`[]/)[0] ?? ''}` : type;
}

function commandLines({ commands }: Observed): ContractLine[] {
  return commands.map(({ name, found, commandType, module, parameters }) => {
    const sets = new Map<string, string[]>();
    const own = parameters.filter((parameter) => !isCommonParameter(parameter.name));
    for (const parameter of own) {
      for (const set of parameter.sets) {
        sets.set(set.name, [...(sets.get(set.name) ?? []), `${parameter.name}${set.mandatory ? '!' : ''}`]);
      }
    }
    return {
      type: 'command',
      name,
      found,
      commandType,
      module,
      parameters: byType(own),
      sets: Object.fromEntries([...sets].map(([set, names]) => [set, names.join(' ')])),
    };
  });
}

function shapeLines({ shapes }: Observed): ContractLine[] {
  return [...shapes].flatMap(([of, rows]) =>
    rows.map(({ path, type, typeName, count, members, constructors }): ContractLine => ({
      type: 'shape',
      of,
      path,
      is: type,
      name: typeName,
      count,
      members: byType(members.map((one) => ({ ...one, type: memberType(one) }))),
      ...(constructors.length === 0 ? {} : { constructors: [...constructors] }),
    })),
  );
}

function enumLines({ shapes }: Observed): ContractLine[] {
  const lines = new Map<string, ContractLine>();
  for (const { type, names, numbers } of [...shapes.values()].flat().flatMap((shape) => shape.enums)) {
    const values = Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? 0]));
    lines.set(type, { type: 'enum', name: type, values });
  }
  return [...lines.values()];
}

function eventLines({ events }: Observed): ContractLine[] {
  return events.map((event) => ({
    type: 'events',
    source: event.source,
    id: event.eventId,
    entryType: event.entryType,
    count: event.count,
    texts: event.texts,
    lengths: [event.shortest, event.longest],
    marks: Object.fromEntries(
      marks.map((mark, index) => [mark, event.marks[index] ?? 0] as const).filter(([, count]) => count > 0),
    ),
  }));
}

/** The lines of a contract: what was seen, then how it compares. */
export function contractLines(
  header: ContractHeader,
  seen: Observed,
  compared: readonly Compared[],
): readonly ContractLine[] {
  const lines: ContractLine[] = [
    header,
    ...commandLines(seen),
    ...[...seen.operations].map(([name, outcome]): ContractLine => ({
      type: 'operation',
      name,
      ...outcomeOf(outcome),
    })),
    ...[...seen.calls].map(([name, outcome]): ContractLine => ({ type: 'call', name, ...outcomeOf(outcome) })),
    ...shapeLines(seen),
    ...enumLines(seen),
    ...eventLines(seen),
    ...compared.map(({ verdict, what, items, says }): ContractLine => ({
      type: 'compared',
      verdict,
      what,
      items: [...items],
      ...(says === undefined ? {} : { says }),
    })),
  ];
  return [...lines, { type: 'end', lines: lines.length + 1 }];
}
