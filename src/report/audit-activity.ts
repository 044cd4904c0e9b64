import { findAuditState } from '../checks/changes/change.js';
import { valueIfKnown } from '../checks/check.js';
import { listCutIds } from '../model/change-events.js';
import { eventMeaning } from '../model/event-catalog.js';
import type { EventRecord, Facts } from '../model/facts.js';
import { auditTopics } from '../model/known-events/audit-events.js';
import { parseAudit } from '../parsers/audit-event.js';
import type { AuditActivity } from './report-page.js';

/** What administrators changed in a window, attempts that failed too (facts 9.3); `older`: what the facts leave out as too old. */
export function listAuditActivity(
  facts: Pick<Facts, 'changeEvents' | 'platform' | 'globalSetting'>,
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
  older: readonly EventRecord[],
): AuditActivity {
  const { changeEvents } = facts;
  const records = [...(valueIfKnown(changeEvents) ?? []), ...older].filter(({ generatedAt }) => {
    const atMs = Date.parse(generatedAt);
    return atMs >= startsAt.getTime() && atMs <= endsAt.getTime();
  });
  return {
    state: findAuditState(facts),
    cutIds: listCutIds(records.filter(({ eventId }) => auditTopics.has(eventId))),
    failure: changeEvents.known ? null : changeEvents.reason.message,
    changes: records.flatMap((record) => {
      const meaning = eventMeaning(record);
      const { eventId, generatedAt, message } = record;
      return meaning?.kind === 'audit'
        ? [{ at: generatedAt, eventId, name: meaning.name, user: parseAudit(message).user, text: message }]
        : [];
    }),
  };
}
