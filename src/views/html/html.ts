import { escapeForTerminal } from '../../base/escape.js';

/** Text that is HTML already. Only {@link markup} and {@link trusted} make one. */
export class Html {
  constructor(readonly text: string) {}
}

/** What can stand in a template: text is escaped, HTML is not, nothing is left out. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Text for an element or an attribute in quotes. First everything that can hide or reorder text becomes visible, as on a
 * terminal (`\u{202e}`), then markup is escaped: the page shows the text and never acts on it.
 */
export function escapeHtml(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

/** HTML as it is: only for constants of this program and for what `markup` made. */
export function trusted(text: string): Html {
  return new Html(text);
}

function renderValue(value: HtmlValue): string {
  if (value === undefined) {
    return '';
  }
  if (value instanceof Html) {
    return value.text;
  }
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeHtml(String(value));
}

/** An attribute without quotes, or one that can run something or load something: escaping alone would not do. */
const unsafePlace =
  /=$|\s(?:on\w+|style|href|src|srcset|action|formaction|data|xlink:href)="[^"]*$|<(?:script|style)[^<]*$/i;

/**
 * Makes HTML of a template; every value that is not HTML is escaped. A value in a place where escaping does not protect
 * (an attribute without quotes, a link, a handler, a script) raises a TypeError unless it is HTML.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = '';
  for (const [index, literal] of strings.entries()) {
    text += literal;
    const value = values[index];
    if (index < values.length && !(value instanceof Html) && unsafePlace.test(literal)) {
      throw new TypeError(`A text cannot stand after ${JSON.stringify(literal.slice(-30))}.`);
    }
    text += renderValue(value);
  }
  return new Html(text);
}

/** HTML values next to each other. */
export function joined(values: readonly Html[], separator = ''): Html {
  return new Html(values.map(({ text }) => text).join(separator));
}

/** Text in which line ends of the source stay line ends; every line is escaped for itself. */
export function multiline(text: string): Html {
  return new Html(
    text
      .split(/\r\n|\r|\n/)
      .map(escapeHtml)
      .join('\n'),
  );
}

/** Text for people: an instant in it is never broken between two lines. */
export function prose(text: string): Html {
  return new Html(
    escapeHtml(text).replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\b/g, (instant) => `<time>${instant}</time>`),
  );
}

/** A text that is longer than `limit` is cut and says by how much. */
export function clipped(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)} … (${text.length - limit} more characters)`;
}
