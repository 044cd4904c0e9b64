import { z } from 'zod';
import type { Command } from './command-line/command.js';
import { describeOptions } from './command-line/describe-options.js';
import { registry } from './registry.js';
import { configurationFileSchema } from './config/configurable.js';
import { guardActionSchema, guardShowSchema } from './guard/guard-document.js';
import { guardPlanSchema } from './guard/plan.js';
import type { HelpCommand, HelpData } from './command-line/help.js';
import { contractLineSchema } from './contract/document.js';
import { comparisonDocumentSchema } from './model/comparison-document.js';
import { diffDocumentSchema } from './model/diff-document.js';
import { doctorDocumentSchema } from './model/doctor.js';
import { eventsDocumentSchema } from './model/events-document.js';
import { eventsOfServersSchema } from './model/events-of-servers-document.js';
import { explanationDocumentSchema } from './report/explanation-document.js';
import { objectLineSchema, objectReportSchema, objectResultSchema } from './model/object-report.js';
import { objectsOfServersSchema } from './model/objects-of-servers-document.js';
import { recordingDocumentSchema } from './model/recording-document.js';
import { fleetDocumentSchema } from './model/fleet-document.js';
import { fleetWatchLineSchema } from './model/fleet-watch-line.js';
import { reportSchema } from './model/report.js';
import { tickDocumentSchema } from './model/task-runs.js';
import { userLineSchema, usersDocumentSchema } from './model/users-document.js';
import { userSyncSchema } from './model/user-sync.js';
import { waitLineSchema } from './model/wait-line.js';
import { watchLineSchema } from './model/watch-line.js';

function describeCommand(command: Command): HelpCommand {
  const options = describeOptions(command.options, command.positionals);
  const places = command.positionals.map((key) => `<${key}>`).join(' ');
  return {
    name: command.name,
    usage: `${command.name}${places === '' ? '' : ` ${places}`}`,
    describe: command.describe,
    examples: command.examples.map(({ line, description }) => ({ line, description })),
    options: options.map(({ flag, alias, value, description, default: fallback }) => ({
      flag: `${alias === undefined ? '' : `-${alias}, `}${flag}${value === undefined || flag.startsWith('<') ? '' : ` ${value}`}`,
      description: `${description}${fallback === undefined ? '' : ` (default ${fallback})`}`,
    })),
  };
}

/** JSON with each part on one line that fits there: half as large as with a line for each value, and easier to read. */
function compactJson(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (line.length + indent.length <= 120 || typeof value !== 'object' || value === null) {
    return line;
  }
  const inner = `${indent} `;
  const parts = Array.isArray(value)
    ? value.map((part: unknown) => compactJson(part, inner))
    : Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${compactJson(part, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open ?? ''}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close ?? ''}`;
}

const numberedDefinition = /^__schema\d+$/;

/** Calls `visit` with every part of a document and the nearest name that it stands under. */
function walkJson(value: unknown, name: string, visit: (part: object, name: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value, name);
  for (const [key, part] of Object.entries(value)) {
    const isKeyword = Array.isArray(value) || ['items', 'properties', 'anyOf', 'oneOf', 'allOf', '$defs'].includes(key);
    walkJson(part, isKeyword || key === 'additionalProperties' || numberedDefinition.test(key) ? name : key, visit);
  }
}

/** Names what a schema uses more than once after the first property that uses it; zod only numbers them. */
function nameDefinitions(schema: unknown): string {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  walkJson(schema, 'part', (part, name) => {
    const definition = '$ref' in part && typeof part.$ref === 'string' ? part.$ref.slice('#/$defs/'.length) : '';
    if (!numberedDefinition.test(definition) || names.has(definition)) return;
    const count = (uses.get(name) ?? 0) + 1;
    uses.set(name, count);
    names.set(definition, count === 1 ? name : `${name}${count}`);
  });
  return JSON.stringify(schema).replace(
    /(?<=")((?:#\/\$defs\/)?)(__schema\d+)(?=")/g,
    (_, path: string, definition: string) => `${path}${names.get(definition) ?? definition}`,
  );
}

/** A schema that another file holds: it is referred to. */
interface Beside {
  readonly schema: z.core.$ZodType;
  readonly file: string;
}

/** Without definitions that nothing refers to any more. */
function withoutUnused(schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema {
  const text = JSON.stringify(schema);
  const all = Object.entries(schema.$defs ?? {});
  const used = all.filter(([name]) => text.includes(`"#/$defs/${name}"`));
  return used.length === all.length ? schema : withoutUnused({ ...schema, $defs: Object.fromEntries(used) });
}

/** Bounds that zod writes for every integer: those that a double holds exactly. */
const anyInteger = /,"(?:minimum":-|maximum":)9007199254740991/g;

/** What is used more than once is written once: half of a report are texts with and without a value. */
function schemaText(schema: z.ZodType, beside?: Beside): string {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'ref',
    override: ({ zodSchema, jsonSchema }) => {
      const found: z.core.$ZodType = zodSchema;
      if (found === beside?.schema) {
        Object.keys(jsonSchema).forEach((key) => Reflect.deleteProperty(jsonSchema, key));
        jsonSchema.$ref = beside.file;
      }
    },
  });
  return `${compactJson(JSON.parse(nameDefinitions(withoutUnused(json)).replace(anyInteger, '')))}\n`;
}

/** The files of `schema/`: the schema of each and, if it holds another one whole, the file of that. */
const schemas: readonly (readonly [file: string, schema: z.ZodType, beside?: Beside])[] = [
  ['report.v1.schema.json', reportSchema],
  ['events.v1.schema.json', eventsDocumentSchema],
  [
    'events-of-servers.v1.schema.json',
    eventsOfServersSchema,
    { schema: eventsDocumentSchema, file: 'events.v1.schema.json' },
  ],
  ['users.v1.schema.json', usersDocumentSchema],
  ['user-line.v1.schema.json', userLineSchema],
  ['explain.v1.schema.json', explanationDocumentSchema],
  ['config.v1.schema.json', configurationFileSchema],
  ['doctor.v1.schema.json', doctorDocumentSchema],
  ['diff.v1.schema.json', diffDocumentSchema],
  ['compare.v1.schema.json', comparisonDocumentSchema],
  ['recording.v1.schema.json', recordingDocumentSchema],
  ['object-report.v1.schema.json', objectReportSchema],
  [
    'objects-of-servers.v1.schema.json',
    objectsOfServersSchema,
    { schema: objectReportSchema, file: 'object-report.v1.schema.json' },
  ],
  ['object-line.v1.schema.json', objectLineSchema],
  ['fleet.v1.schema.json', fleetDocumentSchema, { schema: reportSchema, file: 'report.v1.schema.json' }],
  ['watch-line.v1.schema.json', watchLineSchema, { schema: reportSchema, file: 'report.v1.schema.json' }],
  [
    'fleet-watch-line.v1.schema.json',
    fleetWatchLineSchema,
    { schema: watchLineSchema, file: 'watch-line.v1.schema.json' },
  ],
  ['wait-line.v1.schema.json', waitLineSchema],
  ['simulate-tick.v1.schema.json', tickDocumentSchema],
  [
    'user-sync.v1.schema.json',
    userSyncSchema,
    {
      schema: objectResultSchema,
      file: 'object-report.v1.schema.json#/properties/objects/items',
    },
  ],
  ['guard-plan.v1.schema.json', guardPlanSchema],
  ['guard-show.v1.schema.json', guardShowSchema],
  ['guard-action.v1.schema.json', guardActionSchema],
  ['contract-line.v1.schema.json', contractLineSchema],
];

/** The files of `schema/` with their text, generated from the zod schemas: `npm run schema` writes them, a test compares. */
export async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const commands: Command[] = [];
  for (const { load } of registry) {
    commands.push(await load());
  }
  const help: HelpData = { commands: commands.map(describeCommand) };
  return new Map([
    ...schemas.map(([file, schema, beside]): [string, string] => [file, schemaText(schema, beside)]),
    ['help.json', `${compactJson(help)}\n`],
  ]);
}
