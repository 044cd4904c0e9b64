import { explainAuditGap } from '../../model/audit-logging.js';
import { eventMeaning } from '../../model/event-catalog.js';
import type { UnknownReason } from '../../model/fact.js';
import type { Connector, EventRecord, Facts } from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { instantText } from '../../model/instant.js';
import { reachText } from '../../model/log-reach.js';
import { valueIfKnown } from '../check.js';
import {
  canConcern,
  findAuditState,
  showChange,
  listAuthors,
  listChanges,
  noStory,
  quoteText,
  tellWhenAndWho,
  type Change,
  type ChangeStory,
} from './change.js';

/** The facts that everything here looks at, for the `uses` of a check. */
export const switchFacts = ['changeEvents', 'connectors', 'platform', 'globalSetting', 'eventLogReach'] as const;
type Known = Pick<Facts, (typeof switchFacts)[number]>;

const startIds: ReadonlySet<number> = new Set([601, 6910]);
const stopIds: ReadonlySet<number> = new Set([602, 609, 6911, 6916]);
const minuteMs = 60_000;
/** Changes this close to a stop are shown with it: the wizard writes several events in one run. */
const closeMs = { before: 30 * minuteMs, after: 10 * minuteMs };
const mostClose = 3;

/** The record with which the engine stopped or disabled password hash synchronization; none if it has started since. */
function latestStop(facts: Known, connector: Connector | undefined): EventRecord | undefined {
  const records = (valueIfKnown(facts.changeEvents) ?? []).filter(
    (record) =>
      (startIds.has(record.eventId) || stopIds.has(record.eventId)) &&
      eventMeaning(record) !== undefined &&
      canConcern(record.message, connector, facts),
  );
  const started = records.findIndex(({ eventId }) => startIds.has(eventId));
  const stops = started === -1 ? records : records.slice(0, started);
  // What the engine says of the reason takes precedence over what its manager says.
  return stops.find(({ eventId }) => eventId === 6911 || eventId === 6916) ?? stops[0];
}

function stopText({ eventId, generatedAt, message }: EventRecord): string {
  const at = instantText(generatedAt);
  return eventId === 6911 || eventId === 6916
    ? `The engine disabled password hash synchronization at ${at} (event ${eventId}: ${quoteText(message)}).`
    : `Password hash synchronization stopped at ${at} (event ${eventId}).`;
}

function switchText(change: Change): string {
  const { turned } = change.fields;
  if (turned === 'off') {
    return `It was switched off ${tellWhenAndWho(change)}.`;
  }
  return turned === 'on'
    ? `The newest audit event about it says that it was switched on ${tellWhenAndWho(change)}; it may have been switched off elsewhere: on another server or through Microsoft Graph.`
    : `It was switched on or off ${tellWhenAndWho(change)}${change.fields.user === null ? '' : `: ${quoteText(change.record.message)}`}.`;
}

/** Why nothing says who did it. */
function nobodyText(facts: Known): string {
  const gap = explainAuditGap(findAuditState(facts));
  if (gap !== undefined) {
    return `Who switched it off is not in the log: ${gap}.`;
  }
  const reach = valueIfKnown(facts.eventLogReach);
  const back = reach === undefined ? null : reachText(reach);
  const since = back === null ? '' : `, which reaches back to ${back},`;
  return `No audit event in the Application log${since} says who switched it off; it can also be switched off on another server or through Microsoft Graph.`;
}

function closeTo(changes: readonly Change[], atMs: number, but: Change | undefined): readonly Change[] {
  return changes
    .filter((change) => change !== but && atMs - change.atMs <= closeMs.before && change.atMs - atMs <= closeMs.after)
    .slice(0, mostClose);
}

/** A recording or an export that holds no such events says so elsewhere. */
function tellUnreadable({ code, message }: UnknownReason): ChangeStory {
  return code === 'not-collected' || code === 'not-exported'
    ? noStory
    : { text: `Who did it could not be read: ${message}`, evidence: [] };
}

/**
 * When and by whom password hash synchronization was switched off, in the tenant or, with a connector, for its channel: 2506 of
 * the audit, and when the engine stopped (602, 609, 6911). Without an audit event it is said why there is none.
 */
export function tellWhoSwitchedOff(facts: Known, connector?: Connector): ChangeStory {
  if (!facts.changeEvents.known) {
    return tellUnreadable(facts.changeEvents.reason);
  }
  const changes = listChanges(facts).filter(({ record }) => canConcern(record.message, connector, facts));
  const change = changes.find(({ topic }) => topic === 'password-sync');
  const stop = latestStop(facts, connector);
  const at = change?.record.generatedAt ?? stop?.generatedAt;
  const close = at === undefined ? [] : closeTo(changes, Date.parse(at), change);
  return {
    text: [
      change === undefined ? nobodyText(facts) : switchText(change),
      ...(stop === undefined ? [] : [stopText(stop)]),
    ].join(' '),
    evidence: evidenceOf([change?.record, stop, ...close.map(({ record }) => record)]),
    // Who switched it on did not switch it off.
    askFirst: change === undefined || change.fields.turned === 'on' ? [] : listAuthors([change]),
  };
}

/** V2 (facts 3.3): said with who says so. */
function enteredText({ generatedAt }: EventRecord): string {
  return `Staging mode was switched on at ${instantText(generatedAt)} (event 350, whose meaning is known from third parties, not from Microsoft).`;
}

function changesText(facts: Known, changes: readonly Change[]): string {
  if (changes.length > 0) {
    return `At that time administrators changed: ${changes.map((change) => `${change.name} ${tellWhenAndWho(change)}`).join('; ')}.`;
  }
  const gap = explainAuditGap(findAuditState(facts));
  return `Who did it is not in the log: the audit has no event for staging mode${gap === undefined ? '' : `, and ${gap}`}.`;
}

/**
 * When a server entered staging mode and stopped synchronizing passwords (350, 602, 609, 6911), and what administrators changed
 * at that time. The audit has no event for staging mode itself (facts 9.3).
 */
export function tellWhoEnteredStaging(facts: Known): ChangeStory {
  if (!facts.changeEvents.known) {
    return tellUnreadable(facts.changeEvents.reason);
  }
  const event = facts.changeEvents.value.find(
    (record) => (record.eventId === 350 || record.eventId === 351) && eventMeaning(record) !== undefined,
  );
  const entered = event?.eventId === 350 ? event : undefined;
  const stop = latestStop(facts, undefined);
  const changes = listChanges(facts);
  const at = entered?.generatedAt ?? stop?.generatedAt;
  const close = at === undefined ? [] : closeTo(changes, Date.parse(at), undefined);
  const switched = changes.filter(({ topic }) => topic === 'password-sync' || topic === 'start');
  const shown = close.length > 0 ? close : at === undefined ? switched.slice(0, 1) : [];
  return {
    text: [
      ...(entered === undefined ? [] : [enteredText(entered)]),
      ...(stop === undefined ? [] : [stopText(stop)]),
      changesText(facts, shown),
    ].join(' '),
    evidence: evidenceOf([entered, stop, ...shown.map(({ record }) => record)]),
  };
}

function evidenceOf(records: readonly (EventRecord | undefined)[]): readonly Evidence[] {
  return records.flatMap((record) => (record === undefined ? [] : showChange(record)));
}
