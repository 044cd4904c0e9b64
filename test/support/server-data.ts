import { z } from 'zod';
import { type ClixmlInput, type ClixmlList, type ClixmlValue, literal } from '../../src/parsers/clixml.js';

/** The state of a simulated server as data that can be changed and written back: what is not a container keeps its type. */
export type StateData = Record<string, ClixmlInput>;

function listOf(value: { readonly items: ClixmlList['items'] }): ClixmlInput {
  return value.items.map(toInput);
}

/** A decoded value as input for the encoder: dictionaries and lists are plain, all else is the node itself. */
export function toInput(value: ClixmlValue): ClixmlInput {
  if (value.tag !== 'Obj') {
    return value.tag === 'S' || value.tag === 'B' || value.tag === 'I32' ? value.value : literal(value);
  }
  const { content } = value;
  if (content === undefined) return literal(value);
  if (content.tag === 'LST') return listOf(content);
  if (content.tag !== 'DCT') return literal(value);
  const record: StateData = {};
  for (const { key, value: entry } of content.entries) {
    if (key.tag !== 'S') return literal(value);
    record[key.value] = toInput(entry);
  }
  return record;
}

const faultBase = {
  /** Name of the cmdlet; `*` stands for any text: `*-ScheduledTask`. */
  cmdlet: z.string(),
  /** How many calls it changes; absent: all. */
  times: z.int().min(0).optional(),
  /** How many fitting calls pass first. */
  skip: z.int().min(0).optional(),
  /** Values that logged arguments (of a reading cmdlet: given parameters) must have. */
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Only processes of scheduled tasks, or only others. */
  by: z.enum(['task', 'operator']).optional(),
};

/** What another administrator does just before or after a call. */
const meanwhile = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('channel'),
    arguments: z.strictObject({ sourceConnector: z.string().optional(), enabled: z.boolean() }),
  }),
  z.strictObject({
    change: z.literal('connector'),
    arguments: z.strictObject({
      sourceConnector: z.string().optional(),
      name: z.string().optional(),
      value: z.string().nullable().optional(),
    }),
  }),
  z.strictObject({
    change: z.literal('rename'),
    arguments: z.strictObject({ sourceConnector: z.string().optional(), name: z.string() }),
  }),
  z.strictObject({ change: z.enum(['staging', 'feature']), arguments: z.strictObject({ enabled: z.boolean() }) }),
  z.strictObject({ change: z.literal('sync-cycle'), arguments: z.strictObject({ running: z.boolean() }) }),
  z.strictObject({
    change: z.enum(['service-stop', 'service-start', 'event-log-clear']),
    arguments: z.strictObject({}).default({}),
  }),
  z.strictObject({
    change: z.enum(['task-remove', 'task-disable', 'task-enable']),
    arguments: z.strictObject({ path: z.string().optional(), name: z.string() }),
  }),
]);

const failing = z.object({
  ...faultBase,
  mode: z.enum(['throw-before', 'throw-after']),
  message: z.string().optional(),
});

/** A fault of a simulated server, as simulator/README.md describes it. */
export const faultSchema = z.union([
  failing,
  z.object({ ...faultBase, mode: z.literal('late'), delayMs: z.int().min(0) }),
  z.object({ ...faultBase, mode: z.enum(['hang', 'drop', 'stale']) }),
  z.object({ ...faultBase, mode: z.literal('meanwhile'), when: z.enum(['before', 'after']) }).and(meanwhile),
]);
/** See {@link faultSchema}. */
export type Fault = z.input<typeof faultSchema>;

/** A line of calls.log. */
export const callSchema = z.object({
  at: z.string(),
  pid: z.number(),
  /** Path and name of the scheduled task whose process called; null for any other process. */
  task: z.string().nullable(),
  /** Name of the cmdlet, or `(meanwhile) <change>` for another administrator. */
  cmdlet: z.string(),
  arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** See {@link callSchema}. */
export type Call = z.output<typeof callSchema>;

const guid = z.string();

/** The parts of the state that tests ask for. */
export const stateSchema = z.looseObject({
  revision: z.number(),
  engine: z.string(),
  scheduler: z.looseObject({ stagingMode: z.boolean() }),
  channels: z.array(
    z.looseObject({ sourceConnector: z.string(), targetConnector: z.string().nullable(), enabled: z.boolean() }),
  ),
  connectors: z.array(
    z.looseObject({
      name: z.string(),
      identifier: guid,
      version: z.number(),
      globalParameters: z.array(z.looseObject({ name: z.string(), value: z.string().nullable() })).nullable(),
    }),
  ),
  pending: z.array(z.looseObject({ dueAt: z.string(), change: z.string(), arguments: z.looseObject({}) })).nullable(),
  tasks: z.array(z.looseObject({ path: z.string(), name: z.string(), enabled: z.boolean() })).nullable(),
  faults: z
    .array(z.looseObject({ cmdlet: z.string(), times: z.number().nullish(), skip: z.number().nullish() }))
    .nullable(),
});
/** See {@link stateSchema}. */
export type ServerState = z.output<typeof stateSchema>;
