import { instantText } from '../../src/model/instant.js';
import { errorEvent, minutesAgo, tally } from '../support/facts.js';
import { failing, log, blind, type DiagnoseRow } from './diagnose-row.js';

/** Rows about signs of life (3xx). */
export const livenessRows: readonly DiagnoseRow[] = [
  { check: 'PHS304', name: 'no full sync', facts: {}, status: 'pass' },
  {
    check: 'PHS304',
    name: 'a full sync that came to its end',
    facts: log(tally(617, 90), tally(618, 90), tally(619, 60), tally(622, 50), tally(623, 50)),
    status: 'pass',
    says: /full password sync finished/,
  },
  {
    check: 'PHS304',
    name: 'one domain is done, the forest is not, and batches go on',
    facts: log(tally(617, 90), tally(618, 60), tally(622, 50), tally(651, 3)),
    status: 'warn',
    says: /is running/,
    advises: /Wait/,
  },
  {
    check: 'PHS304',
    name: 'a full sync without an end and without progress',
    facts: log(tally(617, 90), tally(618, 90), tally(619, 70)),
    status: 'fail',
    says: /no progress/,
    advises: /Do not start another full sync/,
  },
  {
    check: 'PHS304',
    name: 'heartbeats after a start whose end is missing',
    facts: log(tally(618, 90), tally(654, 10)),
    status: 'pass',
  },
  {
    check: 'PHS304',
    name: 'paused',
    facts: log(tally(613, 20), tally(654, 100)),
    status: 'fail',
    says: /Paused/,
    advises: /full synchronization of the directory/,
  },
  {
    check: 'PHS304',
    name: 'paused since the first of several records of it',
    facts: log(tally(613, 20, 3), tally(654, 100)),
    status: 'fail',
    says: new RegExp(`^Paused since ${instantText(minutesAgo(80))} \\(event 613\\)`),
  },
  {
    check: 'PHS304',
    name: 'paused again after something went on: since when is not known',
    facts: log(tally(613, 20, 3), tally(651, 50)),
    status: 'fail',
    says: new RegExp(`^Paused: latest event 613 at ${instantText(minutesAgo(20))}, 3 times in the window`),
  },
  { check: 'PHS304', name: 'paused, then resumed', facts: log(tally(613, 20), tally(654, 10)), status: 'pass' },
  {
    check: 'PHS304',
    name: 'a full sync that failed',
    facts: failing(errorEvent(621, 20)),
    status: 'fail',
    says: /failed/,
  },
  { check: 'PHS304', name: 'the log is unreadable', facts: blind, status: 'skip' },
];
