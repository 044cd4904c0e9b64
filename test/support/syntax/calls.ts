import type { ReferenceTable, ReferenceType } from './reference-table.js';
import type { FileFacts } from './syntax-facts.js';

/** One use of a member in a file. */
export type MemberFact = FileFacts['members'][number];

/** Members that PowerShell itself gives to every value. */
const everywhere = new Set(['psobject', 'pstypenames', 'psbase', 'count', 'length', 'where', 'foreach']);

/** Types whose members nobody can know: what a script or a server puts there. */
const open = new Set(['System.Management.Automation.PSObject', 'System.Management.Automation.PSCustomObject']);

/** Types whose properties nobody can know: those of what is derived from them. */
const openForProperties = new Set(['System.Exception']);

/**
 * Members of Windows PowerShell 5.1 that PowerShell Standard leaves out because not every platform has them
 * (https://learn.microsoft.com/dotnet/api/system.management.automation.runspaces.runspace.apartmentstate).
 */
const leftOut = new Set(['System.Management.Automation.Runspaces.Runspace.ApartmentState']);

const numbers = new Set(
  ['Byte', 'SByte', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64', 'Single', 'Double', 'Decimal'].map(
    (name) => `System.${name}`,
  ),
);

/** Classes that PowerShell makes from a text. */
const madeFromText = new Set([
  'System.Type',
  'System.Uri',
  'System.Version',
  'System.Globalization.CultureInfo',
  'System.Text.RegularExpressions.Regex',
]);

/** The types of the parameters of one form of a method: `static (System.String, params System.Object[])`. */
function parametersOf(form: string): readonly string[] {
  const inner = form.slice(form.indexOf('(') + 1, -1);
  return inner === '' ? [] : inner.split(', ');
}

/** Whether PowerShell can give a value of one type to a parameter of another; what is not known can. */
export function fits(value: string, parameter: string, table: ReferenceTable): boolean {
  const { types } = table;
  const given = table.aliases[value] ?? value;
  const wanted = parameter.replace(/^(params|optional) /, '');
  if (given === '&' || wanted.endsWith('&')) {
    return given === '' || (given === '&' && wanted.endsWith('&'));
  }
  // A span never holds what a script has in hand.
  if (/^System\.(ReadOnly)?Span`1$/.test(wanted)) {
    return false;
  }
  const row = types[given];
  const target = types[wanted];
  const always =
    ['', '$null', wanted].includes(given) || ['System.Object', 'System.String', 'System.Boolean'].includes(wanted);
  if (always || wanted.startsWith('!') || wanted.endsWith('[]') || row?.bases.includes(wanted) === true) {
    return true;
  }
  if (given.endsWith('[]')) {
    return ['System.Array', ...(types['System.Array']?.bases ?? [])].includes(wanted) || wanted.includes('`');
  }
  if (given === 'System.String') {
    const isValue = numbers.has(wanted) || target?.kind === 'enum' || target?.kind === 'struct';
    return isValue || madeFromText.has(wanted);
  }
  if (given === 'System.Management.Automation.ScriptBlock') {
    return target?.kind === 'delegate';
  }
  const isNumber = numbers.has(given) || row?.kind === 'enum' || given === 'System.Char';
  return (
    isNumber && (numbers.has(wanted) || wanted === 'System.Char' || (target?.kind === 'enum' && row?.kind !== 'enum'))
  );
}

/** Whether a form takes so many arguments of these types. */
export function takes(form: string, given: readonly string[], table: ReferenceTable): boolean {
  const parameters = parametersOf(form);
  const isList = parameters.at(-1)?.startsWith('params ') === true;
  const least = parameters.filter((parameter) => !/^(params|optional) /.test(parameter)).length;
  const most = isList ? Infinity : parameters.length;
  return (
    given.length >= least &&
    given.length <= most &&
    given.every((type, index) => fits(type, parameters[Math.min(index, parameters.length - 1)] ?? '', table))
  );
}

/** The forms of a member in 5.1, in .NET alone (`onlyHere`) and in 5.1 alone (`gone`); undefined for a type that 5.1 has not. */
function formsOf(
  type: ReferenceType | undefined,
  member: string,
):
  | { readonly there: readonly string[]; readonly onlyHere: readonly string[]; readonly gone: readonly string[] }
  | undefined {
  if (type === undefined) {
    return undefined;
  }
  const wanted = (member === 'new' ? '.ctor' : member).toLowerCase();
  const of = (record: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] =>
    Object.entries(record)
      .filter(([key]) => key.toLowerCase() === name)
      .flatMap(([, forms]) => forms);
  return {
    there: of(type.members, wanted),
    onlyHere: of(type.onlyHere, wanted),
    gone: of(type.onlyHere, `-${wanted}`),
  };
}

function isMethodForm(form: string): boolean {
  return form.endsWith(')');
}

/** What a use of a member is in 5.1, and whether .NET binds it otherwise. */
export interface CallJudgement {
  /** Undefined: nothing is known of what it is called on. */
  readonly known: boolean | undefined;
  /** Forms of .NET alone that the call could be bound to as well. */
  readonly rivals: readonly string[];
  /** True when only 5.1 has a form that takes these arguments. */
  readonly only51: boolean;
}

const unknownCall: CallJudgement = { known: undefined, rivals: [], only51: false };
const anyCall: CallJudgement = { known: true, rivals: [], only51: false };

/** Whether PowerShell itself, and not a type, says what the member is. */
function isOpen(receiver: string, row: ReferenceType | undefined, use: MemberFact): boolean {
  const isDictionary = row?.bases.includes('System.Collections.IDictionary') === true;
  return (
    open.has(receiver) ||
    everywhere.has(use.member.toLowerCase()) ||
    leftOut.has(`${receiver}.${use.member}`) ||
    (!use.isMethod && (isDictionary || openForProperties.has(receiver)))
  );
}

function matchingForms(forms: readonly string[], use: MemberFact, table: ReferenceTable): readonly string[] {
  return forms.filter(
    (form) =>
      form.startsWith('static ') === (use.isStatic && use.member !== 'new') &&
      isMethodForm(form) === use.isMethod &&
      (!use.isMethod || takes(form, use.arguments, table)),
  );
}

/** How many arguments have exactly the type of their parameter: the more, the sooner PowerShell takes the form. */
function exactness(form: string, given: readonly string[]): number {
  const parameters = parametersOf(form).map((parameter) => parameter.replace('optional ', ''));
  const isWhole = parameters.length === given.length;
  return given.filter((type, index) => {
    const parameter = parameters[index] ?? '';
    return parameter === type || (isWhole && parameter === `params ${type}`);
  }).length;
}

function judgeOn(receiver: string, use: MemberFact, table: ReferenceTable): CallJudgement {
  const { types, aliases } = table;
  const isArray = receiver.endsWith('[]');
  // An array is made with its length by a constructor that no metadata lists.
  if (isArray && use.isStatic) {
    return { ...anyCall, known: use.member === 'new' && use.arguments.length === 1 };
  }
  const name = isArray ? 'System.Array' : receiver;
  const row = types[use.isStatic ? name : (aliases[name] ?? name)];
  if (!use.isStatic && isOpen(receiver, row, use)) {
    return anyCall;
  }
  const forms = formsOf(row, use.member);
  if (forms === undefined) {
    return { ...anyCall, known: false };
  }
  const there = matchingForms(forms.there, use, table);
  // PowerShell asks the elements for what an array has not.
  if (isArray && there.length === 0) {
    const element = receiver.slice(0, -2);
    return element === 'System.Object' ? unknownCall : judgeOn(element, use, table);
  }
  const best = Math.max(0, ...there.map((form) => exactness(form, use.arguments)));
  return {
    known: there.length > 0,
    rivals: matchingForms(forms.onlyHere, use, table).filter((form) => {
      const close = exactness(form, use.arguments);
      return close > best || (close === best && best < use.arguments.length);
    }),
    only51: there.length > 0 && there.every((form) => forms.gone.includes(form)),
  };
}

/**
 * Judges a use of a member by the types that it may be called on: it is known when one of them has it in 5.1 with such
 * arguments.
 */
export function judgeCall(use: MemberFact, table: ReferenceTable): CallJudgement {
  if (use.receivers.length === 0) {
    return use.isStatic ? { ...anyCall, known: false } : unknownCall;
  }
  const judged = use.receivers.map((receiver) => judgeOn(receiver, use, table));
  if (judged.every(({ known }) => known === undefined)) {
    return unknownCall;
  }
  return {
    known: judged.some(({ known }) => known !== false),
    rivals: [...new Set(judged.flatMap(({ rivals }) => rivals))],
    only51: judged.some(({ only51 }) => only51),
  };
}
