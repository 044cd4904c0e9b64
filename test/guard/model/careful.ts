import { isForged, withoutForgery } from './forger.js';
import { guardSteps } from './guardian-steps.js';
import type { Step } from './protocol.js';
import { runSteps } from './run-steps.js';
import { isTrusted, saysLeftOff } from './seen.js';
import { copyState, type State } from './state.js';
import type { Variant } from './variants.js';
import { commands } from './commands.js';

/** What is more careful than anything else: refusing, staying, alarming; and the decision of a person about doubts. */
const careful: readonly string[] = [
  ...[': is refused', ': finds the journal unprotected', ': sees PHS on', ' alarms'],
  'an operator sets the doubts aside',
];
const ends = ': will end with ';
const restores = /^guardian .*: (?:decides to repair|switches on)$/;

function stepsOf(state: State, variant: Variant): readonly (readonly Step[])[] {
  return [
    runSteps(state, 0, variant),
    runSteps(state, 1, variant),
    guardSteps(state, 0, variant),
    guardSteps(state, 1, variant),
    commands(state, variant),
  ];
}

function quietly(state: State): State {
  const next = copyState(state);
  next.alarm = false;
  return next;
}

/** What one actor does that it would not do if nothing were forged; undefined for nothing, or for what is more careful. */
function compare(forged: readonly Step[], plain: readonly Step[], mayAlarmOnly: boolean): string | undefined {
  const has = (steps: readonly Step[], label: string): boolean => steps.some((one) => one.label === label);
  const allowed = forged.find(
    ({ label }) =>
      !has(plain, label) &&
      !careful.some((end) => label.endsWith(end)) &&
      !(label.endsWith(`${ends}UNKNOWN_OUTCOME`) && plain.some((one) => one.label.includes(ends))),
  );
  if (allowed !== undefined) {
    return `makes possible: ${allowed.label}`;
  }
  const onlyAlarms = forged.length > 0 && forged.every(({ next }) => next.alarm || next.on);
  const prevented = plain.find(
    ({ label }) => restores.test(label) && !has(forged, label) && !(mayAlarmOnly && onlyAlarms),
  );
  if (prevented !== undefined) {
    return `prevents: ${prevented.label}`;
  }
  const silenced = plain.find(({ next }) => next.alarm);
  const isStill = forged.some(({ label, next }) => !next.alarm && !restores.test(label));
  return silenced !== undefined && isStill ? `silences: ${silenced.label}` : undefined;
}

/**
 * The rule of docs/guard.md, by comparison: in a state in which something is forged, each actor of the tool does what it would
 * do if nothing were, or is more careful; and exit code 7 stays. Undefined where that holds.
 */
export function lessCareful(state: State, variant: Variant): string | undefined {
  if (!isForged(state)) {
    return undefined;
  }
  const seen = quietly(state);
  const plain = quietly(withoutForgery(state));
  const other = stepsOf(plain, variant);
  const differs = stepsOf(seen, variant)
    .map((steps, actor) => compare(steps, other[actor] ?? [], !isTrusted(state, variant)))
    .find((what) => what !== undefined);
  if (differs !== undefined) {
    return `rule: what a user wrote ${differs}`;
  }
  const isSilenced = saysLeftOff(plain, variant) && !saysLeftOff(seen, variant) && isTrusted(state, variant);
  return isSilenced ? 'rule: what a user wrote silences exit code 7' : undefined;
}
