import { factSources, type FactName } from '../model/fact-names.js';
import type { UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { whyUnknown, valueIfKnown, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { accessRemedy } from '../model/remedies.js';
import { hidesPasswords } from './password-effect.js';

interface Refusal {
  readonly fact: FactName;
  readonly reason: UnknownReason;
}

/** The facts that the synchronization service itself answers, with the reasons of those that it did not answer. */
function unreadFacts(facts: Facts): readonly Refusal[] {
  const channels = valueIfKnown(facts.channels)?.map(({ configuration }) => whyUnknown(configuration)) ?? [];
  const reasons: readonly [FactName, UnknownReason | undefined][] = [
    ['connectors', whyUnknown(facts.connectors)],
    ['companyFeature', whyUnknown(facts.companyFeature)],
    ['scheduler', whyUnknown(facts.scheduler)],
    ['globalSetting', whyUnknown(facts.globalSetting)],
    ['channels', whyUnknown(facts.channels)],
    ...channels.map((reason): [FactName, UnknownReason | undefined] => ['channels', reason]),
    ['partitionStates', whyUnknown(facts.partitionStates)],
  ];
  return reasons.flatMap(([fact, reason]) => (reason === undefined ? [] : [{ fact, reason }]));
}

/** What says nothing about rights: the cloud did not answer, a cmdlet failed for another reason, or this build lacks it. */
function saysNothingOfRights({ fact, reason }: Refusal): boolean {
  const ofItsOwn = fact === 'companyFeature' || fact === 'partitionStates';
  return ofItsOwn || reason.code === 'command-missing' || reason.code === 'not-supported';
}

function accountEvidence(facts: Facts): readonly Evidence[] {
  const platform = valueIfKnown(facts.platform);
  if (platform === undefined) {
    return [];
  }
  const elevated = platform.elevated === null ? 'could not be determined' : String(platform.elevated);
  return [
    evidence('platform', 'Account', platform.userName),
    evidence('platform', 'Elevated', elevated),
    evidence('platform', 'Groups that matter', platform.groups === null ? null : platform.groups.join(', ') || 'none'),
  ];
}

/** One thing can be refused because another was; the same sentence is shown once. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return refusals.filter(
    ({ reason }, index) => refusals.findIndex((other) => other.reason.message === reason.message) === index,
  );
}

function denied(refusals: readonly Refusal[], account: readonly Evidence[]): Draft {
  const sources = [...new Set(refusals.map(({ fact }) => factSources[fact]))];
  return {
    status: 'fail',
    message: `Access was denied (80070005) to ${sources.join(', ')}.`,
    evidence: [...account, ...distinct(refusals).map(({ fact, reason }) => evidence(fact, 'Refused', reason.message))],
    remedy: accessRemedy,
  };
}

/** A service that was asked nothing refused nothing: at least one answer must be there. */
function answeredAnything({ connectors, companyFeature, scheduler, globalSetting, partitionStates }: Facts): boolean {
  return [connectors, companyFeature, scheduler, globalSetting, partitionStates].some((fact) => fact.known);
}

function judge(facts: Facts): Draft {
  const refusals = unreadFacts(facts);
  const account = accountEvidence(facts);
  const accessDenied = refusals.filter(({ reason }) => reason.code === 'access-denied');
  if (accessDenied.length > 0) {
    return denied(accessDenied, account);
  }
  const inDoubt = refusals.find((refusal) => !saysNothingOfRights(refusal));
  if (inDoubt !== undefined) {
    return { unreadable: inDoubt.reason, evidence: account };
  }
  const [first] = refusals;
  if (first !== undefined && !answeredAnything(facts)) {
    return { unreadable: first.reason, evidence: account };
  }
  return {
    status: 'pass',
    message: 'The synchronization service allowed every query.',
    evidence: account,
  };
}

/** Rights on the synchronization service (facts 4.2). All its facts are `uses`: being denied is what it looks for. */
export const phs102Access: Check = {
  id: 'PHS102',
  title: 'The account is allowed to read the synchronization service',
  category: 'environment',
  passwords: hidesPasswords,
  needs: [],
  uses: ['platform', 'connectors', 'companyFeature', 'scheduler', 'globalSetting', 'channels', 'partitionStates'],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
