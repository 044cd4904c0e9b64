import type { GuardEvidence, Stage } from './evidence.js';
import { asksForFullSync } from '../model/full-sync-parameter.js';
import type { Inspection } from '../model/guard-inspection.js';
import {
  countedEpochs,
  isNewer,
  isOver,
  isPermitted,
  recordIn,
  recordOfKind,
  tornSlots,
  type Epoch,
} from './journal.js';
import { type LivePair, pairIdOf } from './live-pair.js';
import { doubtsOf, logSaysOf } from './log-evidence.js';
import { slotNames, type EndKind, type RecordKind, type SlotRecord } from './slots.js';
import type { PairReading } from './read-pair.js';

const endStages: Readonly<Record<EndKind, Stage>> = {
  VERIFIED: 'verified',
  REPAIRED: 'repaired',
  ABANDONED: 'abandoned',
  PARAM_ONLY: 'param-only',
  UNKNOWN_OUTCOME: 'unknown-outcome',
};

function isEndKind(kind: RecordKind | undefined): kind is EndKind {
  return kind !== undefined && Object.hasOwn(endStages, kind);
}

/** How far an epoch got, by the slots that are there. */
export function stageOf(epoch: Epoch | undefined): Stage {
  if (epoch === undefined) {
    return 'none';
  }
  const kindIn = (slot: (typeof slotNames)[number]): RecordKind | undefined => recordIn(epoch, slot)?.kind;
  const end = kindIn('90-end');
  if (isNewer(epoch)) {
    return 'newer';
  }
  if (tornSlots(epoch).length > 0 || epoch.gaps.length > 0) {
    const offIsPossible = isPermitted(epoch) || epoch.slots.has('70-on');
    return offIsPossible && !isOver(epoch) ? 'damaged-off' : 'damaged';
  }
  if (isEndKind(end)) {
    if (!isOver(epoch)) {
      return 'early-end';
    }
    return end === 'ABANDONED' && epoch.slots.has('40-param') ? 'param-only' : endStages[end];
  }
  return unfinishedStage(epoch, kindIn('50-off'), kindIn('30-go'));
}

function unfinishedStage({ slots }: Epoch, off: RecordKind | undefined, go: RecordKind | undefined): Stage {
  if (slots.has('80-again')) {
    return 'again';
  }
  if (slots.has('70-on')) {
    return 'on-seen';
  }
  if (off === 'OFF_INTENT') {
    return 'off-intent';
  }
  if (off === 'CLOSED' || go === 'CLOSED') {
    return 'closed';
  }
  if (go === 'GO') {
    return 'going';
  }
  return slots.has('10-claim') ? 'claimed' : slots.has('00-supersede') ? 'superseded' : 'damaged';
}

function verifiedRecords(epochs: readonly Epoch[]): readonly SlotRecord[] {
  return epochs.flatMap(({ slots }) =>
    [...slots.values()].flatMap((reading) => (reading.state === 'verified' ? [reading.record] : [])),
  );
}

/** All that an epoch holds was written by another machine: a journal that was copied or restored, and can have no end here. */
function isOfAnotherMachine(epoch: Epoch, machineId: string | null): boolean {
  const records = verifiedRecords([epoch]);
  return machineId !== null && records.every((record) => record.machineId !== machineId);
}

function earlierOf(epochs: readonly Epoch[], machineId: string | null): GuardEvidence['earlier'] {
  const before = epochs.slice(0, -1).filter((epoch) => !isOfAnotherMachine(epoch, machineId));
  const unfinished = before.some(
    (epoch) => recordIn(epoch, '50-off')?.kind === 'OFF_INTENT' && !epoch.slots.has('90-end'),
  );
  if (unfinished) {
    return 'unfinished-off';
  }
  const counted = countedEpochs(epochs);
  const [first] = counted;
  const isNumbered = counted.every(({ number }, index) => number === (first?.number ?? 0) + index);
  // A supersede may follow a run that only the events know: its journal was deleted.
  const beginsRightly = first === undefined || first.number === 1 || first.slots.has('00-supersede');
  const followRightly = counted.slice(0, -1).every((epoch) => stageOf(epoch) === 'abandoned');
  return isNumbered && beginsRightly && followRightly ? 'in-order' : 'not-in-order';
}

function parameterOf(epochs: readonly Epoch[], live: LivePair): GuardEvidence['parameter'] {
  if (live.parameter === undefined) {
    return 'unreadable';
  }
  // What the engine has reset is nothing left over, and no evidence of a run.
  if (!asksForFullSync(live.parameter)) {
    return 'absent';
  }
  const [opened] = countedEpochs(epochs);
  const setAside = opened === undefined ? undefined : recordOfKind(opened, 'SUPERSEDE')?.parameter;
  return setAside === live.parameter ? 'as-recorded' : 'present';
}

function identityOf(inspection: Inspection, epochs: readonly Epoch[], live: LivePair): GuardEvidence['identity'] {
  const counted = countedEpochs(epochs);
  const records = verifiedRecords(counted);
  const { machineId } = inspection.platform;
  if (records.length === 0) {
    return 'same';
  }
  if (machineId === null) {
    return 'unknown';
  }
  const claims = counted.flatMap((epoch) => recordOfKind(epoch, 'CLAIM') ?? []);
  const isForeign =
    records.some((record) => record.machineId !== machineId) ||
    claims.some(({ adConnectorId, entraConnectorId }) => pairIdOf(adConnectorId, entraConnectorId) !== live.pair);
  const isRenamed = claims.some(
    ({ adName, entraName }) =>
      (live.adConnectorName !== null && adName !== live.adConnectorName) ||
      (live.entraConnectorName !== null && entraName !== live.entraConnectorName),
  );
  return isForeign ? 'foreign' : isRenamed ? 'renamed' : 'same';
}

/** The directories that the journal of a pair rests on: its root, and the folder of the pair with everything below it. */
export function journalPlaces({ directories }: Inspection, pair: string): Inspection['directories'] {
  return directories.filter(({ role, pair: of }) => role === 'journal' || (role === 'pair' && of === pair));
}

function journalOf(inspection: Inspection, epochs: readonly Epoch[], pair: string): GuardEvidence['journal'] {
  const states = journalPlaces(inspection, pair).map(({ state }) => state);
  if (states.some((state) => !['absent', 'protected', 'unreadable'].includes(state))) {
    return 'untrusted';
  }
  const isUnread = states.length === 0 || states.includes('unreadable');
  return isUnread || epochs.some(({ unreadable }) => unreadable.length > 0) ? 'unreadable' : 'read';
}

function lockOf(inspection: Inspection, pair: string): GuardEvidence['lock'] {
  const state = inspection.locks.find((row) => row.pair === pair)?.state ?? 'absent';
  return state === 'absent' ? 'free' : state;
}

/** The claim recorded, in the plan that it is for, that password hash synchronization was on. */
function sawOnOf(epoch: Epoch | undefined): GuardEvidence['sawOn'] {
  const plan = epoch === undefined ? undefined : recordOfKind(epoch, 'CLAIM')?.plan;
  return plan?.split('\n').includes('enabled yes') === true ? 'yes' : 'no';
}

/** Turns what was read into what is decided by. */
export function deriveEvidence(reading: PairReading): GuardEvidence {
  const { inspection, live, epochs } = reading;
  const newest = epochs.at(-1);
  return {
    journal: journalOf(inspection, epochs, live.pair),
    log: inspection.eventLog.state,
    doubts: doubtsOf(reading),
    logSays: logSaysOf(reading),
    parameter: parameterOf(epochs, live),
    channel: live.channel,
    identity: identityOf(inspection, epochs, live),
    lock: lockOf(inspection, live.pair),
    stage: stageOf(newest),
    earlier: earlierOf(epochs, inspection.platform.machineId),
    sawOn: sawOnOf(newest),
  };
}
