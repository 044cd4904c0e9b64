import { type ClixmlInput, dateTime, guid } from '../parsers/clixml.js';
import type { Clock } from './connector-state.js';
import type { Scenario } from './scenario.js';
import { stableGuid } from './stable-guid.js';

/** The profiles that the scheduler runs in each cycle, with the type of their step and when they end after the import, in minutes. */
const profiles = [
  { name: 'Export', stepType: 'export', endsAfter: 2, exports: true },
  { name: 'Delta Synchronization', stepType: 'apply-rules', endsAfter: 1, exports: false },
  { name: 'Delta Import', stepType: 'delta-import', endsAfter: 0, exports: false },
] as const;

const cycleMinutes = 30;
const cyclesKept = 3;
const runMinutes = 0.5;

/** The runs of the last cycles of every connector, newest first; a server in staging mode exports nothing (facts 4.9). */
export function runHistory({ server, forests, entraConnectors }: Scenario, clock: Clock): ClixmlInput[] {
  const { imports, stagingMode } = server;
  if (imports === null) return [];
  const connectors = [...forests, ...entraConnectors];
  return Array.from({ length: cyclesKept }, (_, cycle) =>
    profiles
      .filter(({ exports }) => !(exports && stagingMode))
      .flatMap(({ name, stepType, endsAfter }) =>
        connectors.map((connector, index) => {
          const ended = imports.endedMinutesAgo + cycle * cycleMinutes - endsAfter;
          const id = `${connector.identifier}|${name}`;
          return {
            runHistoryId: guid(stableGuid(`run|${id}|${cycle}`)),
            stepHistoryId: guid(stableGuid(`step|${id}|${cycle}`)),
            connectorId: guid(connector.identifier),
            connectorName: connector.name,
            runProfileId: guid(stableGuid(`profile|${id}`)),
            runProfileName: name,
            stepType,
            runNumber: (cyclesKept - cycle) * profiles.length * connectors.length - index,
            result: stepType === 'delta-import' ? imports.result : 'success',
            start: dateTime(clock(ended + runMinutes), 'unspecified'),
            end: dateTime(clock(ended), 'unspecified'),
          };
        }),
      ),
  ).flat();
}
