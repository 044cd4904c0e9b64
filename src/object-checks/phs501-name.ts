import type { ObjectReference } from '../model/object-trace.js';
import { parseDn, suggestDn } from '../parsers/dn.js';
import { readPart, traceEvidence, type ObjectCheck, type ObjectSubject, type ObjectVerdict } from './object-check.js';

const kindNames: Readonly<Record<Exclude<ObjectReference['kind'], 'dn'>, string>> = {
  guid: 'GUID',
  upn: 'user principal name',
  sam: 'sAMAccountName',
};
const around = 30;

/** The place of a mistake with some text around it: `CN=a,>>>,DC=c`. */
function placeIn(text: string, position: number): string {
  const start = Math.max(0, position - around);
  const before = `${start > 0 ? '...' : ''}${text.slice(start, position)}`;
  const after = `${text.slice(position, position + around)}${text.length > position + around ? '...' : ''}`;
  return `${before}>>>${after}`;
}

const guidForm = '<GUID=';

/** The form `<GUID=…>` whose value is not a GUID; undefined for any other text. */
function judgeGuidForm(text: string): ObjectVerdict | undefined {
  const position = text.length - text.trimStart().length + guidForm.length;
  const inner = text.trim();
  const value = inner.slice(guidForm.length, inner.endsWith('>') ? -1 : undefined);
  if (inner.slice(0, guidForm.length).toUpperCase() !== guidForm || /[<>]/.test(value)) {
    return undefined;
  }
  return {
    status: 'fail',
    message: `"${value.slice(0, 200)}" is not a GUID, at character ${position + 1}: ${placeIn(text, position)}`,
    reason: 'The value in <GUID=...> is not a GUID.',
    evidence: [{ label: 'Given', value: text.slice(0, 1_000) }],
    remedy: {
      text: 'Write <GUID=...> with the 36 characters of the attribute objectGUID, or with 32 hexadecimal digits, in quotes for the shell.',
      commands: ["phs-tool diagnose --dn '<GUID=...>'"],
    },
  };
}

function judgeDn(text: string): ObjectVerdict {
  const badGuid = judgeGuidForm(text);
  if (badGuid !== undefined) {
    return badGuid;
  }
  const parsed = parseDn(text);
  if (parsed.ok) {
    return {
      status: 'pass',
      message: 'The name is a valid distinguished name.',
      evidence: [{ label: 'DN', value: text }],
    };
  }
  const { message, position } = parsed.error;
  return {
    status: 'fail',
    message: `The name is not a valid distinguished name: ${message}, at character ${position + 1}: ${placeIn(text, position)}`,
    reason: `The name is not a valid distinguished name: ${message.replace(/ after "[^"]*"$/, '')}.`,
    evidence: [{ label: 'Given', value: text.slice(0, 1_000) }],
    remedy: {
      text: 'Write the DN as Active Directory shows it (attribute distinguishedName), in quotes for the shell: parts separated by commas, and a backslash before a comma, plus sign, quotation mark, backslash, semicolon or angle bracket inside a value.',
      commands: ["phs-tool diagnose --dn '<DN of the user>'"],
    },
  };
}

/** What names are called in answers. */
const nouns = [...Object.values(kindNames), 'account name'];

/** What was answered for a name, in words that are the same for every name. */
function withoutName(message: string, { text }: ObjectSubject['trace']['reference']): string {
  const quoted = `"${text.trim()}"`;
  return nouns
    .reduce((told, noun) => told.replaceAll(`the ${noun} ${quoted}`, `this ${noun}`), message)
    .replaceAll(` ${quoted}`, '');
}

function judgeOther({ trace, server }: ObjectSubject, kind: keyof typeof kindNames): ObjectVerdict {
  const { reference, distinguishedName, directory } = trace;
  const given = [{ label: 'Given', value: reference.text.slice(0, 1_000) }];
  const what = `${kindNames[kind]} "${reference.text.slice(0, 200)}"`;
  if (distinguishedName !== null) {
    const evidence = [...given, traceEvidence('directory', 'DN', distinguishedName)];
    return { status: 'pass', message: `The ${what} belongs to ${distinguishedName}.`, evidence };
  }
  if (!directory.known && directory.reason.code !== 'not-found') {
    const message = `Could not be checked: the ${what} could not be looked up. ${directory.reason.message}`;
    // Without the list of connectors a DN leads nowhere either.
    const other = server.connectors.known ? 'Name the user by DN instead (attribute distinguishedName).' : undefined;
    const advice = directory.reason.hint ?? other;
    const remedy = advice === undefined ? {} : { remedy: { text: advice, commands: [] } };
    const answered = withoutName(directory.reason.message, reference);
    const reason = `Could not be checked: the ${kindNames[kind]} could not be looked up. ${answered}`;
    return { status: 'unknown', message, reason, evidence: given, unread: directory.reason, ...remedy };
  }
  const failure = directory.known ? `No object with the ${what} was found.` : directory.reason.message;
  return {
    status: 'fail',
    message: failure,
    reason: withoutName(failure, reference),
    evidence: given,
    remedy: {
      text: 'Check the spelling. The forests of all AD connectors are searched; with --connector, only the forest of that connector. If several objects have the name, name the one that is meant by its DN.',
      commands: [],
    },
  };
}

/** The probably meant DN when commas are missing; undefined when nothing looks like that. */
export function meantDn({ trace }: ObjectSubject): string | undefined {
  return trace.reference.kind === 'dn' ? (suggestDn(trace.reference.text) ?? undefined) : undefined;
}

/** A DN must be RFC 4514 text; other references must resolve to one. */
export const phs501Name: ObjectCheck = {
  id: 'PHS501',
  title: 'The name is a valid DN or resolves to one',
  leg: 'source',
  needs: [],
  run: (subject) => {
    const { reference, source } = subject.trace;
    if (reference.kind === 'dn') {
      return judgeDn(reference.text);
    }
    const found = readPart(source);
    return found !== undefined && subject.trace.distinguishedName === null
      ? judgeOther(
          { ...subject, trace: { ...subject.trace, distinguishedName: found.distinguishedName } },
          reference.kind,
        )
      : judgeOther(subject, reference.kind);
  },
};
