import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, sha256 } from '../../../src/guard/read-record.js';
import { readEvents, readState } from '../../support/simulated-server.js';
import { readJournal, type SeenEpoch } from './journal-files.js';
import type { ProofServer } from './proof-server.js';

/** Values that differ between two servers in the same state: times, the state's revision, where it was made. */
function withoutTimes(server: ProofServer, state: object): string {
  const text = JSON.stringify(state, (name, value: unknown) => (name === 'revision' ? 0 : value));
  return text.replaceAll(server.root, '').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'T');
}

/** What a tick says, and which slot was the newest then; a slot that is gone is '?'. */
function seenTicks(epoch: SeenEpoch, pair: string, number: number): readonly (readonly string[])[] {
  const hashes = new Map(
    Object.keys(epoch.slots).map((slot) => [sha256(readFileSync(join(epoch.folder, slot))), slot] as const),
  );
  const folder = join(epoch.folder, 'ticks');
  return (existsSync(folder) ? readdirSync(folder).sort() : []).map((name) => {
    if (name === 'begun') return [name];
    const reading = readRecord(readFileSync(join(folder, name)), { pair, epoch: number, slot: `ticks/${name}` });
    if (reading.state === 'torn' || reading.record.kind !== 'TICK') return [name, 'torn'];
    const { enabled, lock, activity, prev } = reading.record;
    return [name, enabled, lock, activity, prev === null ? '-' : (hashes.get(prev) ?? '?')];
  });
}

/**
 * A hash of all that a tick of the guardian can read of a server, times left aside: where it is equal, ticks alone go the same
 * way. Undefined while the service still has something to do, whose time decides.
 */
export async function guardianView(server: ProofServer): Promise<string | undefined> {
  const state = await readState(server.directory);
  if ((state.pending ?? []).length > 0) return undefined;
  const events = (await readEvents(server.directory)).map(({ eventId, source }) => [eventId, source]);
  const journal = readJournal(server.directory).map((epoch) => {
    const [number = '', pair = ''] = epoch.folder.split('/').reverse();
    return [number, epoch.slots, seenTicks(epoch, pair, Number(number))];
  });
  const { offCalls } = await server.facts();
  return sha256(JSON.stringify([withoutTimes(server, state), events, journal, offCalls]));
}
