import { known } from '../../src/model/fact.js';
import {
  adConnector,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  partition,
  state,
  tally,
  unreadable,
} from '../support/facts.js';
import { type StatusRow } from './status-row.js';

/** Rows about signs of life (3xx). */
export const livenessRows: readonly StatusRow[] = [
  { check: 'PHS301', name: 'a heartbeat', facts: {}, status: 'pass', says: /latest heartbeat/ },
  {
    check: 'PHS301',
    name: 'busy: batches and no heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(650, 3, 9), tally(651, 3, 9)] })) },
    status: 'pass',
    says: /^No heartbeat, but another sign of life: batch (start|end) \(event 65[01]\) at 20/,
  },
  {
    check: 'PHS301',
    name: 'no event, but a recent cycle',
    facts: { events: known(eventSummary({})) },
    status: 'pass',
    says: /^No heartbeat, but a cycle of contoso\.com succeeded at 20/,
  },
  {
    check: 'PHS301',
    name: 'the log cannot be read, but a recent cycle',
    facts: { events: unreadable() },
    status: 'pass',
    says: /^The events could not be read, but a cycle of contoso\.com succeeded at 20/,
  },
  {
    check: 'PHS301',
    name: 'silence in a log that covers the window',
    facts: { events: known(eventSummary({})), partitionStates: known([]) },
    status: 'fail',
    says: /no other sign of life in the whole Application log, which begins at 20/,
    advises: /only once/,
  },
  {
    check: 'PHS301',
    name: 'silence, and the last sign of life is older than the window',
    facts: {
      events: known(eventSummary({})),
      lastSigns: known([
        { text: ids.fabrikam, recordId: 8, eventId: 654, generatedAt: minutesAgo(5) },
        { text: ids.contoso.toUpperCase(), recordId: 7, eventId: 656, generatedAt: minutesAgo(612) },
      ]),
      partitionStates: known([]),
    },
    status: 'fail',
    says: /^Silent for 10 h 12 min: the last sign of life \(event 656\) is from 20/,
  },
  {
    check: 'PHS301',
    name: 'silence, and nobody could look further back',
    facts: { events: known(eventSummary({})), lastSigns: unreadable(), partitionStates: known([]) },
    status: 'fail',
    says: /no other sign of life in the last 3 h\./,
  },
  {
    check: 'PHS301',
    name: 'a heartbeat before the window only',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 200)] })), partitionStates: known([]) },
    status: 'fail',
  },
  {
    check: 'PHS301',
    name: 'silence in a short log',
    facts: {
      events: known(eventSummary({})),
      partitionStates: known([]),
      eventLogReach: known({ oldestAt: minutesAgo(20) }),
    },
    status: 'unknown',
    says: /proves nothing/,
    advises: /Enlarge the Application log/,
  },
  {
    check: 'PHS301',
    name: 'silence in an empty log',
    facts: { events: known(eventSummary({})), partitionStates: known([]), eventLogReach: known({ oldestAt: null }) },
    status: 'unknown',
  },
  {
    check: 'PHS301',
    name: 'the log cannot be read and no cycle is known',
    facts: { events: unreadable(), partitionStates: unreadable() },
    status: 'unknown',
  },
  {
    check: 'PHS301',
    name: 'an error is no sign of life',
    facts: {
      events: known(eventSummary({}, [errorEvent(605, 5, { entryType: 'Warning' })])),
      partitionStates: known([]),
    },
    status: 'fail',
  },
  { check: 'PHS302', name: 'successful', facts: {}, status: 'pass' },
  {
    check: 'PHS302',
    name: 'another status',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]) },
    status: 'warn',
    says: /contoso\.com ended with Failed/,
  },
  {
    check: 'PHS302',
    name: 'a cycle is running, the one before succeeded',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'InProgress', lastCycleEndedAt: null })]) },
    status: 'pass',
    says: /A cycle is running; the one before it succeeded/,
  },
  {
    check: 'PHS302',
    name: 'a cycle is running by number',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: '3' })]) },
    status: 'pass',
  },
  {
    check: 'PHS302',
    name: 'a cycle is running, and none succeeded in the window',
    facts: {
      partitionStates: known([
        state(ids.contoso, { lastCycleStatus: 'InProgress', lastSuccessEndedAt: minutesAgo(300) }),
      ]),
    },
    status: 'warn',
    says: /has been running since .*, and none has succeeded since/,
  },
  {
    check: 'PHS302',
    name: 'the first cycle is running',
    facts: {
      partitionStates: known([
        state(ids.contoso, { lastCycleStatus: 'InProgress', lastSuccessStartedAt: null, lastSuccessEndedAt: null }),
      ]),
    },
    status: 'warn',
    says: /none has succeeded yet/,
  },
  {
    check: 'PHS302',
    name: 'interrupted, after one that succeeded',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Interrupted' })]) },
    status: 'pass',
    says: /was interrupted; the one before it succeeded/,
  },
  {
    check: 'PHS302',
    name: 'interrupted, and none succeeded in the window',
    facts: {
      partitionStates: known([
        state(ids.contoso, { lastCycleStatus: 'Interrupted', lastSuccessEndedAt: minutesAgo(300) }),
      ]),
    },
    status: 'warn',
    says: /contoso\.com was interrupted, and none has succeeded since/,
  },
  {
    check: 'PHS302',
    name: 'interrupted, and none succeeded at all',
    facts: {
      partitionStates: known([
        state(ids.contoso, { lastCycleStatus: '4', lastSuccessStartedAt: null, lastSuccessEndedAt: null }),
      ]),
    },
    status: 'warn',
    says: /none has succeeded yet/,
  },
  {
    check: 'PHS302',
    name: 'no cycle yet',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'None', lastCycleEndedAt: null })]) },
    status: 'warn',
    says: /No cycle of contoso\.com has run yet/,
  },
  {
    check: 'PHS302',
    name: 'a status of a newer build',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Paused' })]) },
    status: 'unknown',
    says: /"Paused", which is not known/,
  },
  {
    check: 'PHS302',
    name: 'older than the window',
    facts: { partitionStates: known([state(ids.contoso, { lastCycleEndedAt: minutesAgo(300) })]) },
    status: 'warn',
    says: /ended .+ ago, at \d{4}-/,
  },
  {
    check: 'PHS302',
    name: 'no cycle recorded',
    facts: { partitionStates: known([]) },
    status: 'warn',
    says: /No cycle/,
  },
  {
    check: 'PHS302',
    name: 'a partition that is not selected does not count',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('lab.contoso.com', { selected: false })],
        }),
      ]),
      partitionStates: known([
        state(),
        state(ids.contoso, { dn: 'DC=lab,DC=contoso,DC=com', lastCycleStatus: null, lastCycleEndedAt: null }),
      ]),
    },
    status: 'pass',
  },
  { check: 'PHS303', name: 'no problem', facts: {}, status: 'pass' },
  {
    check: 'PHS303',
    name: '611 with 8453',
    facts: {
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 60)] }, [
          errorEvent(611, 5, { message: 'Failed. RPC Error 8453 : Replication access was denied.' }),
        ]),
      ),
    },
    status: 'fail',
    says: /Event 611 .*RPC error 8453/,
    advises: /Replicating Directory Changes All.*Set-ADSyncPasswordHashSyncPermissions .*'MSOL_d1edb676ca03'/s,
  },
  {
    check: 'PHS303',
    name: '611 with 1722',
    facts: { events: known(eventSummary({}, [errorEvent(611, 5, { message: 'RPC Error 1722 : unavailable' })])) },
    status: 'fail',
    advises: /Only use preferred domain controllers/,
  },
  {
    check: 'PHS303',
    name: '655 with code 90',
    facts: {
      events: known(eventSummary({}, [errorEvent(655, 5, { message: 'Error Code: 90. Error Description: …' })])),
    },
    status: 'fail',
    advises: /select "Password hash synchronization" and finish\. If it is selected already, clear it/,
  },
  {
    check: 'PHS303',
    name: '667 (FIPS)',
    facts: { events: known(eventSummary({}, [errorEvent(667, 5)])) },
    status: 'fail',
    advises: /enforceFIPSPolicy/,
  },
  {
    check: 'PHS303',
    name: '0 of type Error',
    facts: { events: known(eventSummary({}, [errorEvent(0, 5)])) },
    status: 'fail',
  },
  {
    check: 'PHS303',
    name: '0 of type Information',
    facts: { events: known(eventSummary({}, [errorEvent(0, 5, { entryType: 'Information' })])) },
    status: 'warn',
  },
  {
    check: 'PHS303',
    name: 'an error, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 40)])) },
    status: 'warn',
    says: /worked again afterwards/,
  },
  {
    check: 'PHS303',
    name: 'an error, then a heartbeat, but the domain itself still fails',
    facts: {
      events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 40)])),
      partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
    },
    status: 'fail',
  },
  {
    check: 'PHS303',
    name: 'an error before the window',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 300)])) },
    status: 'pass',
  },
  {
    check: 'PHS303',
    name: 'errors of which only the number is kept',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(652, 5, 700)] })) },
    status: 'fail',
    says: /700 times/,
  },
  {
    check: 'PHS303',
    name: 'no problem in a log that starts inside the window, which proves nothing',
    facts: { eventLogReach: known({ oldestAt: minutesAgo(20) }) },
    status: 'unknown',
    says: /inside the window/,
  },
  {
    check: 'PHS303',
    name: 'no problem in an empty log, which proves nothing',
    facts: { eventLogReach: known({ oldestAt: null }), events: known(eventSummary({})) },
    status: 'unknown',
  },
];
