const SLOTS = 1024;

/**
 * Parts of a text, each as one string however often it comes: cutting the same few names out of a document again and again gives the
 * garbage collector more to do than all reading. A newer string takes the slot of an older one.
 */
export class StringSlots {
  private readonly slots: (string | undefined)[] = new Array<string | undefined>(SLOTS);

  /** The part of the text, of which `hash` is any number that is the same for the same characters. */
  slice(text: string, start: number, end: number, hash: number): string {
    const index = hash & (SLOTS - 1);
    const known = this.slots[index];
    if (known?.length === end - start && text.startsWith(known, start)) return known;
    const part = text.slice(start, end);
    this.slots[index] = part;
    return part;
  }
}
