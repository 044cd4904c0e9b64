import type { Facts } from '../model/facts.js';
import { instantText } from '../model/instant.js';
import { reachText } from '../model/log-reach.js';
import { valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { noEffect } from './password-effect.js';

const remedy = {
  text: 'Enlarge the Application log, so that password synchronization events are not overwritten before they are read; or check a shorter time with --since.',
  commands: ['wevtutil get-log Application', 'wevtutil set-log Application /maxsize:268435456'],
};

function judge(facts: Facts, { windowStartsAt }: CheckContext): Draft {
  const reach = valueOf(facts.eventLogReach);
  const { oldestAt } = reach;
  const shown = [
    evidence(
      'eventLogReach',
      reach.isOldest === false ? 'Old record' : 'Oldest record',
      oldestAt ?? 'none, the log is empty',
    ),
    { label: 'Window starts at', value: instantText(windowStartsAt.toISOString()) },
  ];
  if (oldestAt === null) {
    return { status: 'warn', message: 'The Application log is empty.', evidence: shown, remedy };
  }
  if (Date.parse(oldestAt) > windowStartsAt.getTime()) {
    return {
      status: 'warn',
      message: `The Application log starts at ${instantText(oldestAt)}, inside the window that begins at ${instantText(windowStartsAt.toISOString())}.`,
      evidence: shown,
      remedy,
    };
  }
  return { status: 'pass', message: `The Application log reaches back to ${reachText(reach)}.`, evidence: shown };
}

/** Whether silence in the log means anything (facts 3.1: "PHS events may be overwritten"). */
export const phs107LogReach: Check = {
  id: 'PHS107',
  title: 'The Application log covers the whole time window',
  category: 'environment',
  passwords: noEffect,
  needs: ['eventLogReach'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts, context) => [judge(facts, context)],
};
