import { rpcCodes } from '../model/rpc-codes.js';
import type { Facts } from '../model/facts.js';
import { tellBeforeErrors, addChanges } from './changes/add-changes.js';
import type { Check, CheckContext, CheckId, Draft, JudgedDraft } from './check.js';
import { areaCheck } from './problems/area-check.js';
import {
  cycleProof,
  groupEvidence,
  groupRemedy,
  groupsText,
  withoutActiveProblems,
  type AreaProblems,
} from './problems/judge-area.js';
import type { CauseGroup } from './problems/problem-causes.js';
import type { ProblemScope } from './problems/problem-judgement.js';
import { tellCodes } from './problems/tell-codes.js';
import { stopsReading } from './password-effect.js';

/** The check that states the cause of a group from another source: the rights themselves, or the reachability. */
function findStatingCheck({ cause }: CauseGroup): CheckId | undefined {
  const category =
    cause.rpcCode === undefined
      ? cause.isUnreachable
        ? 'connectivity'
        : undefined
      : rpcCodes.get(cause.rpcCode)?.category;
  return category === 'permission' ? 'PHS403' : category === 'connectivity' ? 'PHS401' : undefined;
}

/** The checks that state causes of the groups, and those that state all of them: none if one group has no such check. */
function findExplainers(groups: readonly CauseGroup[]): Pick<JudgedDraft, 'behind' | 'explainedTogether'> {
  const ids = groups.flatMap((group) => findStatingCheck(group) ?? []);
  const behind = [...new Set(ids)];
  return { behind, explainedTogether: ids.length < groups.length ? [] : behind };
}

function judge(scope: ProblemScope, problems: AreaProblems, facts: Facts, context: CheckContext): Draft {
  const { active } = problems;
  if (active.length === 0) {
    const proof = cycleProof(scope, facts, context);
    return withoutActiveProblems(problems, proof, facts, context, 'Replication reports no error.');
  }
  return {
    status: 'fail',
    message: `${groupsText(active)}. ${tellCodes(active)}`,
    evidence: groupEvidence(active),
    remedy: groupRemedy(active, scope),
    ...findExplainers(active),
  };
}

/** Events 611 and 612 with an RPC error code or an exception of LDAP, each code with its own meaning and remedy (facts 3.2). */
export const phs404ReplicationErrors: Check = addChanges(
  areaCheck({
    id: 'PHS404',
    title: 'Replication with the domains reports no RPC error',
    category: 'connectivity',
    passwords: stopsReading,
    isMeant: ({ area }) => area === 'replication',
    judge,
  }),
  tellBeforeErrors,
);
