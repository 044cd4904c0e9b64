import type { Remedy } from './finding.js';
import type { ObjectResult } from './object-report.js';

/** What to do about what decides the verdict: of the user's own, or of the server. Undefined if there is nothing to do. */
export function objectRemedy({ cause, findings, serverCauses }: ObjectResult): Remedy | undefined {
  if (cause === null) {
    return undefined;
  }
  return (
    findings.find(({ check }) => check === cause.check)?.remedy ??
    serverCauses.find(({ check, subject }) => check === cause.check && subject === cause.subject)?.remedy
  );
}

/** True if something of the server decides the verdict. */
export function isServerVerdict({ cause, findings }: ObjectResult): boolean {
  return cause !== null && findings.every(({ check }) => check !== cause.check);
}
