import { Asker } from '../collect/ask.js';
import { reason } from '../model/classify-failure.js';
import { collectLeftOff } from '../collect/collect-left-off.js';
import type { Inspection } from '../model/guard-inspection.js';
import { findPairsLeftOff } from '../guard/judge-connector-pairs.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { GuardJournal, GuardReader, GuardState } from './guard-probe.js';

const problems = {
  'wrong-owner': 'it belongs to the wrong account',
  'wrong-access': 'accounts other than administrators can change it',
  'reparse-point': 'it is a link to another place',
  'not-a-directory': 'it is not a folder',
  'not-a-file': 'it holds something that is not a file',
} as const;

/** Reads where the guard keeps its journal, in which state, and whether a run left a pair off; changes nothing. */
export const readGuardJournal: GuardReader = async (session, signal): Promise<Fact<GuardState>> => {
  const facts = await collectLeftOff(new Asker(session, { signal }));
  const { guard } = facts;
  return guard.known ? known({ journal: summarizeJournal(guard.value), leftOff: findPairsLeftOff(facts) }) : guard;
};

function summarizeJournal({ directories }: Inspection): Fact<GuardJournal> {
  const places = directories.filter(({ role }) => role === 'journal' || role === 'pair');
  const journal = places.find(({ state }) => state !== 'protected' && state !== 'absent') ?? places[0];
  if (journal === undefined) {
    return unknown(reason('not-supported', 'The guard needs Windows PowerShell on the Entra Connect server.'));
  }
  const { path, state, detail } = journal;
  if (state === 'unreadable') {
    return unknown(reason('access-denied', `Could not read ${path}${detail === null ? '' : `: ${detail}`}.`));
  }
  const exists = state !== 'absent';
  return state === 'absent' || state === 'protected'
    ? known({ path, exists, problem: null })
    : known({ path, exists, problem: `${problems[state]}${detail === null ? '' : ` (${detail})`}` });
}
