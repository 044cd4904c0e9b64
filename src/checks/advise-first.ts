import type { Remedy } from '../model/finding.js';

/** A remedy that begins with something else: in its text, in its commands, and as a step of its own if it has steps. */
export function adviseFirst({ text, commands, steps }: Remedy, first: Pick<Remedy, 'text' | 'commands'>): Remedy {
  return {
    text: `${first.text} ${text}`,
    commands: [...first.commands, ...commands],
    ...(steps === undefined ? {} : { steps: [{ cause: 'before all others', ...first }, ...steps] }),
  };
}
