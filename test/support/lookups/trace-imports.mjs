// The part of trace-lookups.mjs that is told of imports; Node runs it in a thread of its own.
import { appendFileSync } from 'node:fs';

let file;

export function initialize(data) {
  file = data.file;
}

export async function resolve(specifier, context, nextResolve) {
  appendFileSync(file, `${JSON.stringify({ by: 'import', request: specifier, from: context.parentURL ?? null })}\n`);
  return nextResolve(specifier, context);
}
