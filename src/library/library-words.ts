import { PhsError } from '../base/errors.js';

/** What a library offers under another name than the command line does. */
const otherNames: Readonly<Record<string, string>> = {
  '--verbose': 'withSides',
  '--dn': 'diagnoseUser',
  '--upn': '{ upn }',
  '--sam': '{ sam }',
};
/** What only the command line can do. */
const ofTheCommand: ReadonlySet<string> = new Set(['--debug', '--record', '--log-file']);
/** A command line that is named as such stays as it is; in all other places an option is one of the library. */
const optionPattern = /phs-tool [^".,;]*|--[a-z]+(?:-[a-z]+)*/g;

function inLibraryWords(text: string): string {
  return text.replace(optionPattern, (found) => {
    if (found.startsWith('phs-tool ')) {
      return found;
    }
    if (ofTheCommand.has(found)) {
      return found === '--log-file' ? found : `phs-tool status ${found}`;
    }
    const camel = found.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return otherNames[found] ?? `"${camel}"`;
  });
}

/** The error of a command, whose message and hint name the options of the library; anything else as it is. */
export function sayToProgram(error: unknown): unknown {
  if (error instanceof PhsError) {
    const { message, hint } = error;
    Object.assign(error, { message: inLibraryWords(message), hint: hint === undefined ? hint : inLibraryWords(hint) });
  }
  return error;
}
