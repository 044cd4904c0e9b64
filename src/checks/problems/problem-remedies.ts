import type { Connector } from '../../model/facts.js';
import type { Remedy } from '../../model/finding.js';
import { passwordHashSyncMeanings } from '../../model/event-catalog.js';
import { reachEntra, showRecords } from '../../model/known-events/remedies.js';
import { checkAccountRemedy, reachDomainRemedy, rpcCodes } from '../../model/rpc-codes.js';
import { fillRemedy, type RemedyValues } from '../../model/fill-remedy.js';
import { causeOfText, type EventCause } from './problem-causes.js';
import type { Problem } from './problem-events.js';
import { wizardRemedy } from '../../model/remedies.js';

function domainsOf({ domains }: Problem): string {
  return domains.length === 0 ? 'every domain of the forest' : domains.join(', ');
}

/** What only a server knows, for the places in the catalogue's remedies. */
function valuesFor(problem: Problem, connector: Connector | undefined): RemedyValues {
  return {
    account: connector?.accountName,
    'account domain': connector?.accountDomain,
    connector: connector?.name,
    domain: problem.domains[0],
    domains: domainsOf(problem),
  };
}

function domainRemedy(problem: Problem, { rpcCode, isRefusedLogon }: EventCause): Remedy | undefined {
  const known = rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.remedy;
  if (known !== undefined) {
    return known;
  }
  if (isRefusedLogon) {
    return checkAccountRemedy;
  }
  return problem.eventId === 616 ? reachDomainRemedy : undefined;
}

/** What to do about a problem, by its event id and by the code in its text (facts 3.2). */
export function remedyForProblem(problem: Problem, connector: Connector | undefined): Remedy {
  const cause = causeOfText(problem.sample?.message ?? '');
  const { eventId } = problem;
  if (eventId === 611 || eventId === 616) {
    return fillRemedy(domainRemedy(problem, cause) ?? showRecords(eventId), valuesFor(problem, connector));
  }
  if (eventId === 652 || eventId === 655) {
    return cause.entraCode === 90 ? wizardRemedy : reachEntra;
  }
  return eventId === 115 || eventId === 667
    ? (passwordHashSyncMeanings(eventId)[0]?.remedy ?? showRecords(eventId))
    : showRecords(eventId);
}

/** The cause that the newest record's text names, in a few words; undefined when it names none that is known. */
export function causeText(problem: Problem): string | undefined {
  const { rpcCode, entraCode } = causeOfText(problem.sample?.message ?? '');
  return rpcCode !== undefined
    ? `RPC error ${rpcCode}`
    : entraCode !== undefined
      ? `error code ${entraCode}`
      : undefined;
}
