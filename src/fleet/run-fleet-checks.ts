import { docsPath } from '../checks/run-checks.js';
import type { Finding } from '../model/finding.js';
import { fleetCatalog } from './catalog.js';
import type { FleetCheck, FleetDraft } from './fleet-check.js';
import type { FleetMember } from './fleet-member.js';

function toFinding({ id, title }: FleetCheck, { subject, remedy, blockedBy, evidence, ...rest }: FleetDraft): Finding {
  return {
    check: id,
    category: 'fleet',
    title,
    ...(subject === undefined ? {} : { subject }),
    ...rest,
    ...(blockedBy === undefined ? {} : { blockedBy }),
    evidence: [...evidence],
    ...(remedy === undefined ? {} : { remedy }),
    docs: docsPath(id),
  };
}

/** The findings about several servers together, in the order of ids; `status` leaves out what needs more than it reads. */
export function runFleetChecks(members: readonly FleetMember[], isStatus: boolean): readonly Finding[] {
  return fleetCatalog
    .filter(({ onlyDiagnose }) => !isStatus || onlyDiagnose !== true)
    .flatMap((check) => check.run(members).map((draft) => toFinding(check, draft)));
}
