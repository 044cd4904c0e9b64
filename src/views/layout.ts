const zeroWidth = /[\p{Mn}\p{Me}]/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Columns that escaped text takes on a terminal: combining marks none, East Asian wide characters two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return width;
}

/** Text filled with spaces to a display width; longer text stays as it is. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** A space at which a line can end: not inside a time, which is read as one word. */
const breakable = / (?!(?:\d\d:\d\d:\d\d|UTC)\b)/;

/** Puts words together into lines of at most `width` columns; a longer word gets a line of its own. */
export function fillLines(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(joined) > width) {
      lines.push(line);
      line = word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}

/** Breaks text at spaces into lines of at most `width` columns; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  return fillLines(text.split(breakable), width);
}

/** Wraps text and puts `indent` spaces before each line; without `columns` the text stays on one line. */
export function indented(text: string, indent: number, columns: number | undefined): string[] {
  const lines = columns === undefined ? [text] : wrap(text, Math.max(30, columns - indent));
  return lines.map((line) => ' '.repeat(indent) + line);
}

/** Cuts a line that is too wide for the terminal. */
export function fitted(line: string, columns: number | undefined): string {
  if (columns === undefined || displayWidth(line) <= columns) {
    return line;
  }
  let shown = '';
  for (const character of line) {
    if (displayWidth(shown) + displayWidth(character) > columns - 3) {
      break;
    }
    shown += character;
  }
  return `${shown}...`;
}

/** Wraps text with `indent` spaces before the first line and two more before the others. */
export function hanging(text: string, indent: number, columns: number | undefined): string[] {
  const [first = '', ...rest] = indented(text, indent + 2, columns);
  return [first.slice(2), ...rest];
}
