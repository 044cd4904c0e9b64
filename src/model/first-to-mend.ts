import { leftOffCheck } from './first-cause.js';
import type { CountedCause, ObjectSummary, ServerCause } from './object-report.js';

/** What is mended first if many users were looked at: what stops the server, or the worst and most frequent cause of users. */
export type FirstToMend =
  { readonly of: 'server'; readonly cause: ServerCause } | { readonly of: 'users'; readonly cause: CountedCause };

/** The causes that are the server's own; they are counted among those of users if they decide the verdict on some. */
export function isOfServer(
  { check, subject }: Pick<CountedCause, 'check' | 'subject'>,
  serverCauses: readonly ServerCause[],
): boolean {
  return serverCauses.some((cause) => cause.check === check && cause.subject === subject);
}

/** Undefined if nothing is wrong. The way that is broken above the users comes before what is wrong with some of them. */
export function chooseFirstToMend({
  causes,
  serverCauses,
}: Pick<ObjectSummary, 'causes' | 'serverCauses'>): FirstToMend | undefined {
  const broken = serverCauses.filter(({ status }) => status === 'fail');
  const cause = broken.find(({ check }) => check === leftOffCheck) ?? broken[0];
  if (cause !== undefined) {
    return { of: 'server', cause };
  }
  const [first] = causes.filter(({ status }) => status !== 'pass');
  if (first === undefined) {
    return undefined;
  }
  const own = serverCauses.find(({ check, subject }) => check === first.check && subject === first.subject);
  return own === undefined ? { of: 'users', cause: first } : { of: 'server', cause: own };
}
