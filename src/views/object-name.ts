import { counted } from '../base/text.js';
import type { ObjectResult } from '../model/object-report.js';
import type { FirstToMend } from '../model/first-to-mend.js';
import { parseDn, printDn } from '../parsers/dn.js';

/** A user by the first part of his DN, which is enough below a screen that names all of it; not escaped. */
export function shortName(text: string): string {
  const parsed = parseDn(text);
  const [first] = parsed.ok ? parsed.dn : [];
  return first === undefined ? text.slice(0, 200) : printDn([first]);
}

/** {@link shortName} of a result. */
export function shortNameOf({ given, distinguishedName }: ObjectResult): string {
  return shortName(distinguishedName ?? given.text);
}

/** Whom a step is for: `the server, connector contoso.com`, or `CN=Ann Lee and 3 more`; not escaped. */
export function nameWhom({ of, cause }: FirstToMend): string {
  if (of === 'server') {
    return cause.subject === undefined ? 'the server' : `the server, connector ${cause.subject}`;
  }
  const [example = ''] = cause.examples;
  const name = shortName(example.replace(/^line \d+: /, ''));
  return cause.count === 1 ? name : `${name} and ${cause.count - 1} more`;
}

/** What is looked at first: `PHS511 (4 users): The last attempt ...`, without the number if it is the only cause; not escaped. */
export function nameFirstCause({ of, cause }: FirstToMend, isOnly: boolean): string {
  const subject = cause.subject === undefined ? '' : `${cause.subject}: `;
  if (of === 'server') {
    return `the server, ${cause.check}: ${subject}${cause.message}`;
  }
  return `${cause.check}${isOnly ? '' : ` (${counted(cause.count, 'user')})`}: ${subject}${cause.reason}`;
}
