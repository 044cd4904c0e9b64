import { readdir } from 'node:fs/promises';
import { slotNames, type SlotName } from '../guard/slots.js';

const pollMs = 250;
/** Off and on takes seconds; after so long the server is taken to hang. */
const hangsAfterMs = 20_000;
const hangs =
  'Switching off and on has not finished for 20 seconds: synchronization may be OFF, and the service may hang. If it is off, the guardian ends the call after five of its starts (about five minutes) and turns it on. If it is still on, the guardian waits. Restart-Service ADSync in another console is safe and may be faster; phs-tool status reports whether it is on.';

const stages: Readonly<Record<SlotName, string>> = {
  '00-supersede': 'The epoch is open',
  '10-claim': 'Claimed; the guardian is being armed',
  '20-armed': 'The guardian is armed; nothing is changed yet',
  '30-go': 'The run has begun; the parameter is being set',
  '40-param': 'The parameter is set; synchronization is still on',
  '50-off': 'Switching off and on again now',
  '70-on': 'Read back as on',
  '80-again': 'Turned on once more',
  '90-end': 'The run has finished',
};

/**
 * Reports how far a run is by the names of its slots, for display only: nothing is decided by it, and a folder that cannot
 * be read says nothing. `warn` gets one line when switching off and on takes long. The answer ends it.
 */
export function watchJournal(
  folder: string,
  report: (text: string) => void,
  warn: (text: string) => void = () => undefined,
): () => void {
  let shown: SlotName | undefined;
  let patience: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    const newest = slotNames.findLast((slot) => names.includes(slot));
    if (newest !== undefined && newest !== shown) {
      shown = newest;
      report(stages[newest]);
      clearTimeout(patience);
      patience = newest === '50-off' ? setTimeout(warn, hangsAfterMs, hangs) : undefined;
      patience?.unref();
    }
  };
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  void look();
  return () => {
    clearInterval(timer);
    clearTimeout(patience);
  };
}
