import type { ScalarReader } from './clixml-scalars.js';
import type { ClixmlValue } from './clixml-tree.js';

interface Slot {
  readonly reader: ScalarReader;
  readonly text: string;
  readonly value: ClixmlValue;
}

const SLOTS = 1024;
/** Longer texts hardly ever come again. */
const MAX_LENGTH = 40;

/**
 * The scalars read last, by their text: rows repeat the values of most columns, and a node that is shared is one that
 * the garbage collector need not copy, which costs more than all reading of scalars. A newer one takes the slot.
 */
export class ScalarCache {
  private readonly slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS);

  /** What `reader` reads from the text: undefined for what it refuses. */
  read(reader: ScalarReader, text: string): ClixmlValue | undefined {
    const { length } = text;
    if (length === 0 || length > MAX_LENGTH) return reader.read(text);
    const mixed =
      (text.charCodeAt(length - 1) * 31 + text.charCodeAt(length >> 1)) * 31 + text.charCodeAt(0) + length * 7;
    const index = mixed & (SLOTS - 1);
    const slot = this.slots[index];
    if (slot?.reader === reader && slot.text === text) return slot.value;
    const value = reader.read(text);
    if (value !== undefined) this.slots[index] = { reader, text, value };
    return value;
  }
}
