import { Asker } from '../collect/ask.js';
import { reason } from '../collect/classify-failure.js';
import { readInspection } from '../guard/inspection.js';
import { known, unknown, type Fact } from '../model/fact.js';
import { inspectPhsGuard } from '../scripts/invoke-phs-guarded-sync.js';
import type { GuardJournal, GuardReader } from './guard-probe.js';

const problems = {
  'wrong-owner': 'it belongs to the wrong account',
  'wrong-access': 'others than administrators may change it',
  'reparse-point': 'it is a link to another place',
  'not-a-directory': 'it is no folder',
} as const;

/** Reads where the guard keeps its journal, and in which state; it asks the guard's script and changes nothing. */
export const readGuardJournal: GuardReader = async (session, signal): Promise<Fact<GuardJournal>> => {
  const rows = await new Asker(session, { signal }).rows(inspectPhsGuard, { mode: 'Inspect' });
  if (!rows.known) {
    return rows;
  }
  const { platform, directories } = readInspection(rows.value);
  const journal = directories.find(({ role }) => role === 'journal');
  if (!platform.supported || journal === undefined) {
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
};
