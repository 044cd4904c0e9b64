import { catalog } from '../../src/checks/catalog.js';
import { buildReport, type ReportInput } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Report } from '../../src/model/report.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  now,
  scheduler,
  state,
  tally,
  twoForestFacts,
  unreadable,
} from './facts.js';

/** A report over facts, made one and a half seconds after it was asked for. */
export function reportOf(facts: Facts, changes: Partial<ReportInput> = {}): Report {
  return buildReport(facts, {
    toolVersion: '0.1.0',
    command: 'status',
    startedAt: now,
    finishedAt: new Date(now.getTime() + 1_500),
    expect: 'active',
    failOn: 'fail',
    source: { kind: 'live' },
    ...changes,
  });
}

/** A name that attacks a terminal, a line and a reader at once. */
export const hostileName = 'evil\u001b[2J\r\n[ok] fake\u202Egpj\u009b2J\u0007';

const rejectedPlace = { message: `Failed for contoso.com. ${hostileName} RPC Error 8456 : rejecting.` };

/** Reports of `diagnose` that are kept as golden files. */
export const goldenDiagnoses: Readonly<Record<string, () => Report>> = {
  'diagnose-healthy': () => reportOf(diagnosedFacts(), { command: 'diagnose', checks: catalog }),
  'diagnose-cause': () =>
    reportOf(
      diagnosedFacts({
        events: known(eventSummary({}, [errorEvent(611, 5, rejectedPlace), errorEvent(611, 35, rejectedPlace)])),
        partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
        connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '1' })]),
        rules: unreadable('timeout'),
      }),
      {
        command: 'diagnose',
        checks: catalog,
        secondOpinion: known([
          {
            section: 'AD Connector - contoso.com',
            subject: 'contoso.com',
            topic: 'domain-reachable',
            status: 'problem',
            text: 'Domain "contoso.com" is not reachable',
            color: 'Red',
            kind: 'host',
          },
          {
            section: 'AD Connector - contoso.com',
            subject: 'contoso.com',
            topic: 'other',
            status: 'information',
            text: `A line of another build ${hostileName}`,
            color: null,
            kind: 'host',
          },
          {
            section: 'AD Connector - contoso.com',
            subject: 'contoso.com',
            topic: 'question',
            status: 'information',
            text: 'Do you want to restart password hash synchronization?',
            color: null,
            kind: 'answered',
          },
          {
            section: 'AD Connector - contoso.com',
            subject: 'contoso.com',
            topic: 'cut',
            status: 'information',
            text: `Which menu? ${hostileName}`,
            color: null,
            kind: 'prompt',
          },
        ]),
      },
    ),
};

/** Servers whose reports are kept as golden files. */
export const goldenServers: Readonly<Record<string, Facts>> = {
  healthy: healthyFacts(),
  staging: healthyFacts({
    scheduler: known(scheduler({ stagingModeEnabled: true })),
    events: known(eventSummary({})),
    partitionStates: known([]),
  }),
  'two-forests': twoForestFacts({
    connectors: known([
      entraConnector(),
      adConnector(),
      adConnector('fabrikam.com'),
      adConnector('日本.example', { identifier: '3d0ee3ab-5a3c-4e7a-9c0e-0f4b6a3b7a11' }),
    ]),
    channels: known([channel(), channel('fabrikam.com', { enabled: false }), channel('日本.example')]),
    partitionStates: known([
      state(ids.contoso, { lastCycleStatus: 'Failed', lastSuccessEndedAt: minutesAgo(400) }),
      state('3d0ee3ab-5a3c-4e7a-9c0e-0f4b6a3b7a11', { dn: 'DC=日本,DC=example' }),
    ]),
    events: known(
      eventSummary({ [ids.contoso]: [tally(654, 60)] }, [
        errorEvent(611, 5, { message: 'Failed for contoso.com.\r\nRPC Error 8453 : Replication access was denied.' }),
      ]),
    ),
  }),
  unreadable: healthyFacts({
    companyFeature: unreadable('timeout'),
    partitionStates: unreadable('failed'),
    events: unreadable('failed'),
    eventLogReach: known({ oldestAt: null }),
  }),
  hostile: healthyFacts({
    connectors: known([entraConnector(), adConnector(hostileName)]),
    channels: known([channel(hostileName, { enabled: false, targetConnector: hostileName })]),
  }),
};
