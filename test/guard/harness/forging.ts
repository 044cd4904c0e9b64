import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProofServer } from './proof-server.js';

/** An event as any signed-in user can write it. */
export interface ForgedEvent {
  readonly id: number;
  readonly message: string;
  readonly source?: string;
}

function logFile({ directory }: Pick<ProofServer, 'directory'>): string {
  return join(directory, 'events.tsv');
}

/** The facts of an event of the tool, as they stand in its last line but one. */
export function factsLine(kind: string, pair: string, run: string, epoch = 1, record = '-'): string {
  return `phs-guard/1 ${kind} pair ${pair} epoch ${epoch} run ${run} record ${record}`;
}

/** Appends events to the log of a simulated server, with the next record numbers. */
export function forge(server: Pick<ProofServer, 'directory'>, events: readonly ForgedEvent[]): void {
  let text = readFileSync(logFile(server), 'utf8');
  for (const { id, message, source = 'phs-tool' } of events) {
    const index = Number(text.trimEnd().split('\n').at(-1)?.split('\t')[0] ?? '0') + 1;
    const ticks = (BigInt(Date.now()) + 62_135_596_800_000n) * 10_000n;
    const stored = message
      .replaceAll('\\', '\\\\')
      .replaceAll('\r', '\\r')
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t');
    text += `${[index, ticks, id, 'Warning', source, 1, stored].join('\t')}\n`;
  }
  writeFileSync(logFile(server), text);
}

/** Writes the newest event of an id once more, word for word or with its text changed; answers whether there was one. */
export function copyEvent(
  server: Pick<ProofServer, 'directory'>,
  id: number,
  change: (message: string) => string = (message) => message,
): boolean {
  const lines = readFileSync(logFile(server), 'utf8').trimEnd().split('\n');
  const found = lines
    .map((line) => line.split('\t'))
    .findLast((cells) => cells[2] === String(id) && cells[4] === 'phs-tool');
  if (found === undefined) return false;
  const index = Number(lines.at(-1)?.split('\t')[0] ?? '0') + 1;
  writeFileSync(
    logFile(server),
    `${[...lines, [index, ...found.slice(1, 6), change(found[6] ?? '')].join('\t')].join('\n')}\n`,
  );
  return true;
}
