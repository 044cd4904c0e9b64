import type { Remedy } from '../model/finding.js';

/** Advice in its parts: one for each cause that has its own, which is named before it. */
export function partsOf(remedy: Remedy): readonly Remedy[] {
  return remedy.steps === undefined
    ? [remedy]
    : remedy.steps.map(({ cause, text, commands }) => ({ text: `(${cause}) ${text}`, commands }));
}

/** What is done first if there are several causes, each with its own advice, and how many more there are; undefined if not. */
export function firstPart({ steps }: Remedy): { readonly step: Remedy; readonly others: number } | undefined {
  const first = steps?.findIndex(({ commands }) => commands.length > 0) ?? -1;
  if (steps === undefined || first === -1) {
    return undefined;
  }
  const shown = steps.slice(0, first + 1);
  return {
    step: { text: shown.map(({ text }) => text).join(' '), commands: shown.flatMap(({ commands }) => commands) },
    others: steps.length - shown.length,
  };
}
