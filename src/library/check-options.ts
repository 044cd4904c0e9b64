import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { didYouMean } from '../base/suggest.js';
import type {
  DiagnoseOptions,
  EventsOptions,
  JudgeOptions,
  ServerOptions,
  UserName,
  UserOptions,
} from './interface.js';

const text = z.string();
const flag = z.boolean();
const takes = <Taken extends (...given: never[]) => void>() =>
  z.custom<Taken>((value) => typeof value === 'function', 'must be a function');

/** Fields that can be left out, as every one here can. */
function optional<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).partial();
}

const serverOptions = optional({
  ...{ simulate: text, replay: text, computer: text, ssh: text, modulePath: text, powershell: text },
  ...{ port: z.number(), useSsl: flag, configuration: text },
  ...{ onNote: takes<(text: string) => void>(), onProgress: takes<(stage: string) => void>() },
});

const question = {
  ...{ since: text, connector: text },
  signal: z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'must be an AbortSignal'),
};
const judgement = {
  ...question,
  ...{ expect: z.enum(['active', 'staging']), failOn: z.enum(['fail', 'warn', 'never']) },
};
const words = z.array(text).readonly();

/** The options of each question, for callers whose compiler does not know them. */
const schemas = {
  openServer: serverOptions,
  status: optional(judgement),
  diagnose: optional({ ...judgement, only: words, skip: words }),
  diagnoseUser: optional({ ...judgement, withSides: flag, secondOpinion: flag }),
  diagnoseUsers: optional({ ...judgement, withSides: flag, secondOpinion: flag }),
  events: optional({ ...question, ids: z.array(z.number().int()).readonly() }),
} satisfies Record<string, z.ZodObject>;

/** Options of each question, as their types are written down for programs. */
interface Options {
  openServer: ServerOptions;
  status: JudgeOptions;
  diagnose: DiagnoseOptions;
  diagnoseUser: UserOptions;
  diagnoseUsers: UserOptions;
  events: EventsOptions;
}

const userName = z.union([text, z.strictObject({ upn: text }), z.strictObject({ sam: text })]);

function describeIssue(issue: z.core.$ZodIssue, name: string, known: readonly string[]): UsageError {
  const hint = `Options of ${name}: ${known.join(', ')}.`;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return new UsageError(`${name} has no option "${key}".${didYouMean(key, known)}`, { hint });
  }
  const place = issue.path.map(String).join('.');
  const said =
    issue.code === 'invalid_value'
      ? `must be one of ${issue.values.map(String).join(', ')}`
      : issue.code === 'invalid_type'
        ? `must be of the type ${issue.expected}`
        : issue.message;
  return new UsageError(place === '' ? `The options of ${name} must be an object.` : `"${place}" ${said}.`, { hint });
}

/** The same options; raises a UsageError for one that is unknown or of another type. */
export function checkOptions<Name extends keyof Options>(name: Name, given: Options[Name]): Options[Name] {
  const schema = schemas[name];
  const [issue] = schema.safeParse(given).error?.issues ?? [];
  if (issue !== undefined) {
    throw describeIssue(issue, name, Object.keys(schema.shape));
  }
  return given;
}

/** The same name; raises a UsageError for what names nobody. */
export function checkName(given: UserName): UserName {
  if (!userName.safeParse(given).success) {
    throw new UsageError('A user is named by a DN, { upn } or { sam }.');
  }
  return given;
}
