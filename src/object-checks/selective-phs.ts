import { valueIfKnown } from '../checks/check.js';
import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Evidence } from '../model/finding.js';
import type { ConnectorSpaceObject } from '../model/object-trace.js';
import { appliedRules, candidateRules } from './lineage.js';
import { readPart, traceEvidence, type ObjectSubject } from './object-check.js';
import { findArrival, readPasswordSet } from './password-set.js';
import { findAttribute } from './phs506-metaverse.js';

/** Why the password of a user is left out on purpose. */
export interface Exclusion {
  /** In words that follow "Its password is not synchronized on purpose:". */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

const passwordRuleName = 'in from ad - user accountenabled';
const documentedFilter = 'filter users from phs';
/** What the rule that carries passwords sets beside them: the rule that wins sets them in its place (facts 1.10). */
const carriedAttributes = ['accountEnabled', 'domainFQDN', 'domainNetBios'] as const;

/** The attribute by which the documented rules choose users, from the directory or as it was imported. */
export function readAdminDescription({ trace }: ObjectSubject): string | undefined {
  return (
    readPart(trace.directory)?.adminDescription ??
    findAttribute(readPart(trace.source), 'adminDescription')?.values[0] ??
    undefined
  );
}

function isMarked(subject: ObjectSubject, value: string): boolean {
  return readAdminDescription(subject)?.trim().toLowerCase() === value;
}

function isInbound({ direction }: SyncRule): boolean {
  return direction.toLowerCase() === 'inbound';
}

/** True for a copy of the rule that carries passwords: by its name, or because it sets what that rule sets. */
function takesPlace({ name }: SyncRule, { trace }: ObjectSubject): boolean {
  const lower = name.toLowerCase().replaceAll('\u2013', '-');
  const metaverse = readPart(trace.metaverse);
  return (
    lower.startsWith(passwordRuleName) ||
    lower.includes(documentedFilter) ||
    carriedAttributes.some((attribute) => findAttribute(metaverse, attribute)?.ruleName === name)
  );
}

/** The lower number wins; a rule without one loses. */
function byPrecedence(left: SyncRule, right: SyncRule): number {
  return (left.precedence ?? Infinity) - (right.precedence ?? Infinity);
}

/** Users are chosen by rules of the administrator: no enabled default rule carries passwords, and another one would. */
function choosesUsers(object: ConnectorSpaceObject, rules: readonly SyncRule[]): boolean {
  const carrying = candidateRules(object, rules, 'Inbound');
  return carrying.length > 0 && carrying.every(({ isStandardRule }) => isStandardRule === false);
}

/** The newest password arrived after it was set, so that nothing can have left it out. */
function hasArrived(subject: ObjectSubject): boolean {
  const arrived = findArrival(subject);
  const setAt = readPasswordSet(subject.trace)?.at ?? null;
  return arrived !== null && (setAt === null || Date.parse(arrived) >= Date.parse(setAt));
}

function describe(rule: SyncRule | undefined, subject: ObjectSubject): Exclusion {
  const description = readAdminDescription(subject);
  const marked = isMarked(subject, 'phsfiltered');
  const reasons = [
    ...(rule === undefined ? [] : [`the rule "${rule.name}", in which Enable Password Sync is off, was applied`]),
    ...(marked ? ['adminDescription is PHSFiltered'] : []),
  ];
  return {
    reason: reasons.join(', and '),
    evidence: [
      ...(rule === undefined
        ? []
        : [
            traceEvidence(
              'source',
              `Rule "${rule.name}"`,
              `EnablePasswordSync=false, precedence ${rule.precedence ?? 'not known'}`,
            ),
          ]),
      ...(description === undefined ? [] : [traceEvidence('directory', 'adminDescription', description)]),
    ],
  };
}

/**
 * Why the password of a user is left out on purpose (facts 9.4): an inbound rule with password sync off takes the place of the
 * one that carries passwords, or `adminDescription` says so and no rule carries it. Undefined if it is not left out, or if a
 * password that was set since has arrived. A disabled account is not left out by a rule that merely does not carry passwords.
 */
export function findExclusion(subject: ObjectSubject): Exclusion | undefined {
  const object = readPart(subject.trace.source);
  const rules = valueIfKnown(subject.server.rules);
  if (object === undefined || rules === undefined || object.metaverseObjectId === null) {
    return undefined;
  }
  const applied = appliedRules(object, rules).flatMap(({ rule }) =>
    rule !== undefined && isInbound(rule) && !rule.disabled ? [rule] : [],
  );
  const [carrying] = applied.filter(({ enablePasswordSync }) => enablePasswordSync).sort(byPrecedence);
  const off = applied
    .filter(({ enablePasswordSync, isStandardRule }) => !enablePasswordSync && isStandardRule !== true)
    .sort(byPrecedence);
  const winner = off.find((rule) => takesPlace(rule, subject));
  if (carrying !== undefined) {
    const wins = winner !== undefined && byPrecedence(winner, carrying) < 0;
    return wins && !hasArrived(subject) ? describe(winner, subject) : undefined;
  }
  // A user who is marked to be included waits for the rules; that is not on purpose.
  if (isMarked(subject, 'phsincluded')) {
    return undefined;
  }
  const isDisabled = readPart(subject.trace.directory)?.accountDisabled === true;
  const chosen = winner ?? (choosesUsers(object, rules) && !isDisabled ? off[0] : undefined);
  return chosen !== undefined || (isMarked(subject, 'phsfiltered') && !isDisabled)
    ? describe(chosen, subject)
    : undefined;
}

/** True if the attribute says that the user is to be left out, whatever the rules do. */
export function isMarkedFiltered(subject: ObjectSubject): boolean {
  return isMarked(subject, 'phsfiltered');
}

/** What follows from it beside the missing password. */
export const noWriteback =
  'Password writeback does not work for the user either: a password that is changed or reset in Microsoft Entra ID does not reach Active Directory.';
