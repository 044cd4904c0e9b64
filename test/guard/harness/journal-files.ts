import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../../../src/guard/read-record.js';
import { isSlotName, slotNames, type SlotName } from '../../../src/guard/slots.js';

/** What one slot of a real journal says: torn, or its kind, for ON_SEEN with who wrote it. */
export type SeenSlots = Partial<Record<SlotName, string>>;

/** The slots of one epoch, and the number of ticks. */
export interface SeenEpoch {
  readonly folder: string;
  readonly slots: SeenSlots;
  readonly ticks: number;
}

/** Where a simulated server keeps its journal. */
export function journalRoot(server: string): string {
  return join(server, 'ProgramData', 'phs-tool', 'guard');
}

function seen(folder: string, pair: string, epoch: number, slot: SlotName): string {
  const reading = readRecord(readFileSync(join(folder, slot)), { pair, epoch, slot });
  if (reading.state === 'torn') {
    return 'torn';
  }
  const { record } = reading;
  return record.kind === 'ON_SEEN' ? `ON_SEEN ${record.by}` : record.kind;
}

/** The epochs of the one pair in a server's journal, oldest first. */
export function readJournal(server: string): readonly SeenEpoch[] {
  const root = journalRoot(server);
  const pairs = existsSync(root) ? readdirSync(root).filter((name) => /^[0-9a-f]{64}$/.test(name)) : [];
  return pairs.flatMap((pair) =>
    readdirSync(join(root, pair))
      .filter((name) => /^\d+$/.test(name))
      .sort((one, other) => Number(one) - Number(other))
      .map((name) => {
        const folder = join(root, pair, name);
        const present = readdirSync(folder).filter(isSlotName);
        const slots: SeenSlots = {};
        for (const slot of slotNames.filter((one) => present.includes(one))) {
          slots[slot] = seen(folder, pair, Number(name), slot);
        }
        const ticks = existsSync(join(folder, 'ticks')) ? readdirSync(join(folder, 'ticks')).length : 0;
        return { folder, slots, ticks };
      }),
  );
}

/** The newest slot of the newest epoch, undefined for an empty journal. */
export function newestSlotOf(server: string): { readonly slot: SlotName; readonly path: string } | undefined {
  const epoch = readJournal(server).at(-1);
  const slot = slotNames.filter((name) => epoch?.slots[name] !== undefined).at(-1);
  return epoch === undefined || slot === undefined ? undefined : { slot, path: join(epoch.folder, slot) };
}
