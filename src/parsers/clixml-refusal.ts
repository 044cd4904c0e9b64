import { scalarReaders } from './clixml-scalars.js';
import type { ClixmlReason } from './clixml-tree.js';

const STRUCTURE = 'Objs Obj Ref PR TN TNRef T ToString Props MS LST IE STK QUE DCT En AV AI PI PC SR SD'.split(' ');
const EXCERPT = 40;

/** Why the builder stops; the decoder adds line and column. */
export class Refusal extends Error {
  constructor(
    readonly reason: ClixmlReason,
    detail: string,
  ) {
    super(detail);
  }
}

/** The beginning of a text, quoted, for a message. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}...` : text);
}

/** The refusal of an element where it stands: it is not an element of CLIXML, or has no place there. */
export function misplaced(tag: string): Refusal {
  return STRUCTURE.includes(tag) || scalarReaders.has(tag)
    ? new Refusal('unexpected-element', `<${tag}> has no place here`)
    : new Refusal('unknown-element', `<${excerpt(tag).slice(1, -1)}> is not an element of CLIXML`);
}
