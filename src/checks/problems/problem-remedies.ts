import type { Connector } from '../../model/facts.js';
import type { Remedy } from '../../model/finding.js';
import { passwordHashSyncMeanings } from '../../model/event-catalog.js';
import { entraCodes } from '../../model/entra-codes.js';
import { reachEntra, renewEntraAccount, showRecords } from '../../model/known-events/remedies.js';
import { enterPasswordRemedy, reachDomainRemedy, rpcCodes } from '../../model/rpc-codes.js';
import { fillRemedy, findDomainController, type RemedyValues } from '../../model/fill-remedy.js';
import { chooseArea, causeOfText, hostsIn, domainFailureIds, type EventCause } from './problem-causes.js';
import { describeSignInCode, signInCodes, unknownCodeRemedy } from '../../model/sign-in-codes.js';
import type { Problem } from './problem-events.js';

function nameDomains({ domains }: Problem): string {
  return domains.length === 0 ? 'every domain of the forest' : domains.join(', ');
}

/** What only a server knows, for the places in the catalogue's remedies. */
function valuesFor(problem: Problem, connector: Connector | undefined): RemedyValues {
  return {
    account: connector?.accountName,
    'account domain': connector?.accountDomain,
    connector: connector?.name,
    domain: problem.domains[0],
    'domain controller': hostsIn(problem.sample?.message ?? '')[0],
    domains: nameDomains(problem),
  };
}

function domainRemedy(problem: Problem, { rpcCode, isRefusedLogon, isUnreachable }: EventCause): Remedy | undefined {
  const known = rpcCode === undefined ? undefined : rpcCodes.get(rpcCode)?.remedy;
  if (known !== undefined) {
    return known;
  }
  if (isRefusedLogon) {
    return enterPasswordRemedy;
  }
  return problem.eventId === 616 || isUnreachable ? reachDomainRemedy : undefined;
}

/** By the code of Entra's service, else by what the exception says. */
function entraRemedy({ entraCode, isRefusedLogon }: EventCause): Remedy {
  const known = entraCode === undefined ? undefined : entraCodes.get(entraCode)?.remedy;
  return known ?? (isRefusedLogon ? renewEntraAccount : reachEntra);
}

function catalogueRemedy({ eventId, severity }: Problem): Remedy {
  const meanings = passwordHashSyncMeanings(eventId);
  return (meanings.find((meaning) => meaning.severity === severity) ?? meanings[0])?.remedy ?? showRecords(eventId);
}

/** What to do about a problem, by its event id and by the code in its text (facts 3.2). */
export function remedyForProblem(problem: Problem, connector: Connector | undefined): Remedy {
  const cause = causeOfText(problem.sample?.message ?? '');
  const { eventId } = problem;
  const [signInCode] = cause.signInCodes;
  if (signInCode !== undefined) {
    return signInCodes.get(signInCode)?.remedy ?? unknownCodeRemedy(signInCode);
  }
  if (domainFailureIds.has(eventId) || eventId === 616) {
    const known = fillRemedy(domainRemedy(problem, cause) ?? showRecords(eventId), valuesFor(problem, connector));
    return findDomainController(known, problem.domains[0]);
  }
  const area = chooseArea(problem, cause);
  return area === 'entra' && eventId !== 115 ? entraRemedy(cause) : catalogueRemedy(problem);
}

/** The cause that the newest record's text names, in a few words; undefined when it names none that is known. */
export function causeText(problem: Problem): string | undefined {
  const message = problem.sample?.message ?? '';
  const { rpcCode, entraCode, signInCodes: codes, isRefusedLogon } = causeOfText(message);
  if (codes.length > 0) {
    return codes.map(describeSignInCode).join(', ');
  }
  if (rpcCode !== undefined) {
    return `${/RPC Error/i.test(message) ? 'RPC error' : 'Windows error'} ${rpcCode}`;
  }
  return entraCode !== undefined ? `error code ${entraCode}` : isRefusedLogon ? 'sign-in refused' : undefined;
}
