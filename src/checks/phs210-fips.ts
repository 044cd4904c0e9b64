import type { Check } from './check.js';
import {
  cycleProof,
  groupEvidence,
  groupRemedy,
  groupsText,
  perScope,
  withoutActiveProblems,
} from './problems/judge-area.js';
import { problemScopes } from './problems/problem-judgement.js';

/** The FIPS policy forbids MD5, which the engine needs to read hashes; event 667 tells (facts 3.1, 4.9). */
export const phs210Fips: Check = {
  id: 'PHS210',
  title: 'The FIPS policy does not block password hash synchronization',
  category: 'configuration',
  needs: ['connectors'],
  uses: ['events', 'eventLogReach', 'partitionStates'],
  dependsOn: [],
  perConnector: true,
  onlyDiagnose: true,
  run: (facts, context) => {
    return perScope(
      problemScopes(facts, context),
      facts,
      context,
      ({ area }) => area === 'fips',
      (scope, problems) =>
        problems.active.length === 0
          ? withoutActiveProblems(
              problems,
              cycleProof(scope, facts, context),
              facts,
              context,
              'No event says that the policy forbids to read hashes.',
            )
          : {
              status: 'fail',
              message: `${groupsText(problems.active)}.`,
              evidence: groupEvidence(problems.active),
              remedy: groupRemedy(problems.active, scope),
            },
    );
  },
};
