import { isMachineForm, machineForms, type MachineForm, type MachineFormName } from './output-forms.js';

/** The form in which an error is reported: read from the words themselves, because they may not be readable otherwise. */
export interface RequestedForm {
  readonly output: MachineFormName;
  readonly out?: string;
}

/** The words before `--`, behind which nothing is an option. */
export function wordsBeforeEnd(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

/** The value that stands last for an option, as `--name value` or `--name=value`. */
function lastValue(words: readonly string[], names: readonly string[]): string | undefined {
  const values = words.flatMap((word, index) => {
    const name = names.find((each) => word === each || word.startsWith(`${each}=`));
    if (name === undefined) {
      return [];
    }
    return word === name ? (words[index + 1] ?? []) : word.slice(name.length + 1);
  });
  return values.at(-1);
}

/**
 * The form that a program waits for, also when the command line is wrong. Undefined: people read the error. The forms
 * of monitors belong to `status` alone.
 */
export function requestedForm(words: readonly string[], command: string | undefined): RequestedForm | undefined {
  const output = lastValue(words, ['--output', '-o']);
  if (!isMachineForm(output)) {
    return undefined;
  }
  const { onlyOf, toFile }: MachineForm = machineForms[output];
  if (onlyOf !== undefined && onlyOf !== command) {
    return undefined;
  }
  const out = toFile === true ? lastValue(words, ['--out']) : undefined;
  return { output, ...(out === undefined ? {} : { out }) };
}
