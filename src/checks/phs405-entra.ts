import { counted } from '../base/text.js';
import { entraCodes } from '../model/entra-codes.js';
import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { whyUnknown, valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { eventEvidence, evidence } from './evidence.js';
import {
  areaProblems,
  groupEvidence,
  groupRemedy,
  groupsText,
  ifAll,
  withoutActiveProblems,
} from './problems/judge-area.js';
import type { CauseGroup } from './problems/problem-causes.js';
import { problemScopes } from './problems/problem-judgement.js';
import { stopsSending } from './password-effect.js';

/** Codes of a tenant that does not accept hashes: not activated for the company, or the feature is off. */
const notActivated: ReadonlySet<number | undefined> = new Set([90, 92]);

/** What shows that the tenant answered: it reported its features, or a batch or a ping finished. */
function collectProof(facts: Facts, context: CheckContext): readonly Evidence[] {
  const feature = valueIfKnown(facts.companyFeature);
  const tallies = problemScopes(facts, context).flatMap(({ isMine }) =>
    [...(valueIfKnown(facts.events)?.tallies ?? [])].filter(([id]) => isMine(id)).flatMap(([, list]) => list),
  );
  const ends = tallies.filter(
    ({ eventId, latestAt }) =>
      (eventId === 651 || eventId === 654) && Date.parse(latestAt) >= context.windowStartsAt.getTime(),
  );
  return [
    ...(feature === undefined ? [] : [evidence('companyFeature', 'Features of the tenant', 'answered')]),
    ...ends.map(({ eventId, count, latestAt, latestRecordId }) =>
      eventEvidence(`Event ${eventId}`, `${counted(count, 'event')}, latest ${latestAt}`, eventId, latestRecordId),
    ),
  ];
}

function joinMeanings(groups: readonly CauseGroup[]): string {
  const codes = new Set(groups.flatMap(({ cause }) => cause.entraCode ?? []));
  const meanings = [...codes].map((code) => {
    const known = entraCodes.get(code);
    return known === undefined ? `Code ${code} is not on the list of known codes.` : `Code ${code}: ${known.meaning}`;
  });
  return meanings.length === 0 ? '' : ` ${meanings.join(' ')}`;
}

function judge(facts: Facts, context: CheckContext): Draft {
  const scopes = problemScopes(facts, context);
  const all = scopes.map((scope) =>
    areaProblems(scope, facts, context, ({ area }) => area === 'entra' || area === 'sign-in'),
  );
  const active = all.flatMap((problems) => problems.active);
  if (active.length === 0) {
    const recovered = all.flatMap((problems) => problems.recovered);
    const good = 'Microsoft Entra ID answers.';
    const draft = withoutActiveProblems({ active, recovered }, collectProof(facts, context), facts, context, good);
    const reason = whyUnknown(facts.companyFeature);
    return 'unreadable' in draft && reason !== undefined
      ? { ...draft, unreadable: reason, reportedBy: 'PHS203' }
      : draft;
  }
  const [scope] = scopes;
  return {
    status: 'fail',
    message: `${groupsText(active)}.${joinMeanings(active)}`,
    evidence: groupEvidence(active),
    ...(scope === undefined ? {} : { remedy: groupRemedy(active, scope) }),
    explainedBy: [
      'PHS106',
      ...ifAll(active, ({ cause }) => notActivated.has(cause.entraCode), ['PHS203']),
      ...ifAll(active, ({ area }) => area === 'sign-in', ['PHS212']),
    ],
  };
}

/** Events 652, 655, 662, 6900, 115 and 0 (Error), with the codes of Entra's service; one finding, because Entra is one for all forests. */
export const phs405Entra: Check = addChanges(
  {
    id: 'PHS405',
    title: 'Microsoft Entra ID is reachable and accepts the credentials',
    category: 'connectivity',
    passwords: stopsSending,
    needs: ['connectors'],
    uses: ['events', 'eventLogReach', 'partitionStates', 'companyFeature'],
    dependsOn: [],
    perConnector: false,
    run: (facts, context) => [judge(facts, context)],
  },
  tellLatest('entra-account', 'application'),
);
