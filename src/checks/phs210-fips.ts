import { areaCheck } from './problems/area-check.js';
import { cycleProof, groupEvidence, groupRemedy, groupsText, withoutActiveProblems } from './problems/judge-area.js';
import { stopsReading } from './password-effect.js';

/** The FIPS policy forbids MD5, which the engine needs to read hashes; event 667 says so (facts 3.1, 4.9). */
export const phs210Fips = areaCheck({
  id: 'PHS210',
  title: 'The FIPS policy does not block password hash synchronization',
  category: 'configuration',
  passwords: stopsReading,
  isMeant: ({ area }) => area === 'fips',
  judge: (scope, problems, facts, context) =>
    problems.active.length === 0
      ? withoutActiveProblems(
          problems,
          cycleProof(scope, facts, context),
          facts,
          context,
          'No event says that the policy forbids reading the hashes.',
        )
      : {
          status: 'fail',
          message: `${groupsText(problems.active)}.`,
          evidence: groupEvidence(problems.active),
          remedy: groupRemedy(problems.active, scope),
        },
});
