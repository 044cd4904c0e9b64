import type { ObjectSource } from '../collect/collect-objects.js';
import type { ObjectResult } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import { findArrival } from '../object-checks/password-set.js';
import { buildObjectResult, type ObjectResultInput } from '../report/build-object-result.js';
import type { ServerForUsers } from '../report/server-for-users.js';

/** Judges one object that was followed, with what of its server concerns it. */
export function judgeObject(
  { facts, userEvents }: Pick<ObjectSource, 'facts' | 'userEvents'>,
  forUsers: ServerForUsers,
  trace: ObjectTrace,
  input: Pick<ObjectResultInput, 'index' | 'line' | 'withSides' | 'connectorFilter'>,
): ObjectResult {
  const subject = { trace, server: facts, userEvents };
  const arrived = findArrival(subject);
  return buildObjectResult(subject, {
    ...input,
    now: new Date(facts.collectedAt),
    serverCauses: forUsers.listCauses(trace, arrived === null ? undefined : Date.parse(arrived)),
    isStagingAsExpected: forUsers.isStagingAsExpected,
  });
}
