import type { Connector, Facts } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { enableAccountRemedy, enterPasswordRemedy, replaceAccountRemedy } from '../model/rpc-codes.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { fillRemedy } from '../model/fill-remedy.js';
import { areaCheck } from './problems/area-check.js';
import {
  cycleProof,
  groupEvidence,
  groupRemedy,
  groupsText,
  withoutActiveProblems,
  type AreaProblems,
} from './problems/judge-area.js';
import { saysRefusedLogon } from './problems/problem-causes.js';
import type { ProblemScope } from './problems/problem-judgement.js';
import { tellCodes } from './problems/tell-codes.js';
import { stripEnd } from '../base/strip-end.js';
import { stopsReading } from './password-effect.js';

/** Something else than an event that says that the account does not work. */
interface Complaint {
  readonly text: string;
  readonly evidence: Evidence;
  readonly remedy: Remedy;
}

/** What the directory says of the account itself: disabled, or not there. */
function directoryComplaints(connector: Connector, facts: Facts, cyclesWork: boolean): readonly Complaint[] {
  const rows = (valueIfKnown(facts.replicationRights) ?? []).filter(
    ({ connectorName, failure }) => connectorName === connector.name && failure === null,
  );
  const disabled = rows.find(({ accountDisabled }) => accountDisabled === true);
  const missing = cyclesWork ? undefined : rows.find(({ accountSid }) => accountSid === null);
  return [
    ...(disabled === undefined
      ? []
      : [
          {
            text: `The account ${disabled.account} is disabled`,
            evidence: evidence('replicationRights', disabled.account, 'disabled'),
            remedy: enableAccountRemedy,
          },
        ]),
    ...(missing === undefined
      ? []
      : [
          {
            text: `The account ${missing.account} was not found in the directory`,
            evidence: evidence('replicationRights', missing.account, 'not found'),
            remedy: replaceAccountRemedy,
          },
        ]),
  ];
}

/** What the attempt to reach the domains says of the account. */
function logonComplaints(connector: Connector, facts: Facts): readonly Complaint[] {
  const rows = valueIfKnown(facts.domains) ?? [];
  return rows.flatMap(({ connectorName, domain, isReachable, exceptionMessage }) =>
    connectorName === connector.name && isReachable === false && saysRefusedLogon(exceptionMessage ?? '')
      ? [
          {
            text: `The domain ${domain ?? ''} refused the account: ${exceptionMessage ?? ''}`,
            evidence: evidence('domains', domain ?? 'Domains', exceptionMessage),
            remedy: enterPasswordRemedy,
          },
        ]
      : [],
  );
}

/** What to do about the first complaint: it is what has to be done first. */
function remedyFor({ remedy }: Complaint, { concerned }: ProblemScope): Remedy {
  const connector = concerned.length === 1 ? concerned[0] : undefined;
  return fillRemedy(remedy, {
    account: connector?.accountName,
    'account domain': connector?.accountDomain,
    connector: connector?.name,
    domain: undefined,
    domains: undefined,
  });
}

function judge(scope: ProblemScope, problems: AreaProblems, facts: Facts, context: CheckContext): Draft {
  const proof = cycleProof(scope, facts, context);
  const mine = scope.subject === undefined ? [] : scope.concerned;
  const complaints = mine.flatMap((connector) => [
    ...directoryComplaints(connector, facts, proof.length > 0),
    ...logonComplaints(connector, facts),
  ]);
  const [first] = complaints;
  const texts = [
    ...complaints.map(({ text }) => stripEnd(text.trimEnd(), '. \t\r\n')),
    ...(problems.active.length === 0 ? [] : [groupsText(problems.active)]),
  ];
  if (texts.length === 0) {
    return withoutActiveProblems(problems, proof, facts, context, 'Nothing says that the account was refused.');
  }
  // A complaint says in words what the code of an event stands for.
  const codes = first === undefined ? tellCodes(problems.active) : '';
  return {
    status: 'fail',
    message: `${texts.join('; ')}.${codes === '' ? '' : ` ${codes}`}`,
    evidence: [...complaints.map((complaint) => complaint.evidence), ...groupEvidence(problems.active)],
    remedy: first === undefined ? groupRemedy(problems.active, scope) : remedyFor(first, scope),
  };
}

/**
 * Name, password and state of the AD DS connector account: refused binds and sign-ins in 611 and 612, by code or class in any language,
 * RPC error 1825, and event 6000 (facts 3.2, 3.3).
 */
export const phs402AccountCredentials: Check = addChanges(
  areaCheck({
    id: 'PHS402',
    title: 'The domains accept the credentials of the AD DS connector account',
    category: 'connectivity',
    passwords: stopsReading,
    uses: ['domains', 'replicationRights'],
    isMeant: ({ area }) => area === 'credentials',
    judge,
  }),
  tellLatest('ad-account'),
);
