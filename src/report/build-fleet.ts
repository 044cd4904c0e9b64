import { chooseExitCode, worstExitCode, type FailOn } from '../model/choose-exit-code.js';
import type { FleetDocument } from '../model/fleet-document.js';
import type { Summary } from '../model/report.js';
import { describeMember, type FleetMember } from '../fleet/fleet-member.js';
import { runFleetChecks } from '../fleet/run-fleet-checks.js';

/** Which run a document of several servers is of. */
export interface FleetRun {
  readonly toolVersion: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly failOn: FailOn;
}

/** The worst first. */
const severity: readonly Summary['status'][] = ['fail', 'error', 'unknown', 'warn', 'pass'];

/** The servers as one document: their reports, what was found of them together, and the worst exit code. */
export function buildFleet(members: readonly FleetMember[], run: FleetRun): FleetDocument {
  const findings = runFleetChecks(members, run.command === 'status');
  const count = (status: Summary['status']): number =>
    members.filter(({ report }) => report.summary.status === status).length;
  const found = (status: string): number => findings.filter((finding) => finding.status === status).length;
  const own = { fail: found('fail'), warn: found('warn'), unknown: found('unknown') };
  const statuses = [
    ...members.map(({ report }) => report.summary.status),
    ...findings.flatMap(({ status }) => (status === 'skip' ? [] : [status])),
  ];
  return {
    schemaVersion: '1.0',
    tool: { name: 'phs-tool', version: run.toolVersion },
    command: run.command,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt.toISOString(),
    servers: members.map(describeMember),
    findings: [...findings],
    summary: {
      status: severity.find((status) => statuses.includes(status)) ?? 'pass',
      exitCode: worstExitCode([
        ...members.map(({ report }) => report.summary.exitCode),
        chooseExitCode(own, run.failOn),
      ]),
      counts: {
        servers: members.length,
        pass: count('pass'),
        warn: count('warn'),
        fail: count('fail'),
        unknown: count('unknown'),
        error: count('error'),
      },
    },
  };
}
