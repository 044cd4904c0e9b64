import { readdir } from 'node:fs/promises';
import { slotNames, type SlotName } from './slots.js';

const pollMs = 250;

const stages: Readonly<Record<SlotName, string>> = {
  '00-supersede': 'The epoch is open',
  '10-claim': 'Claimed; the guardian is being armed',
  '20-armed': 'The guardian is armed; nothing is changed yet',
  '30-go': 'The run has begun; the parameter is being set',
  '40-param': 'The parameter is set; synchronization is still on',
  '50-off': 'Switching off and on again now',
  '70-on': 'Read back as on',
  '80-again': 'Turned on once more',
  '90-end': 'The run has come to its end',
};

/**
 * Tells how far a run is by the names of its slots, for display only: nothing is decided by it, and a folder that cannot
 * be read says nothing. The answer ends it.
 */
export function watchJournal(folder: string, tell: (text: string) => void): () => void {
  let shown: SlotName | undefined;
  const look = async (): Promise<void> => {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    const newest = slotNames.findLast((slot) => names.includes(slot));
    if (newest !== undefined && newest !== shown) {
      shown = newest;
      tell(stages[newest]);
    }
  };
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  void look();
  return () => {
    clearInterval(timer);
  };
}
