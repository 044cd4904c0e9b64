import { escapeJsonText } from '../base/escape.js';
import type { ObjectView } from './object-view.js';
import { jsonLine } from './json.js';

function indentedJson(value: unknown, spaces: number): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

/** The members of an object as they stand inside its braces. */
function members(value: object): string {
  return JSON.stringify(value, undefined, 2).slice(2, -2);
}

/** One JSON document, written piece by piece; complete after `tail`. Make a new one for each document. */
export function createJsonObjectView(): ObjectView {
  let count = 0;
  return {
    head: (head) => escapeJsonText(`{\n${members(head)},\n  "objects": [`),
    object: (result) => {
      count += 1;
      return escapeJsonText(`${count === 1 ? '' : ','}\n    ${indentedJson(result, 4)}`);
    },
    tail: (tail) => escapeJsonText(`${count === 0 ? '' : '\n  '}],\n${members(tail)}\n}\n`),
  };
}

/** One JSON value a line: the head, each result as it comes, the summary. */
export const ndjsonObjectView: ObjectView = {
  head: (head) => jsonLine({ type: 'head', ...head }),
  object: (result) => jsonLine({ type: 'object', ...result }),
  tail: (tail) => jsonLine({ type: 'summary', ...tail }),
};
