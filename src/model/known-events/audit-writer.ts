import type { EventIdentity, OtherWriter } from '../event-meaning.js';

/** Texts of events can be long, and an operator's part of one can come first. */
const longestLook = 8_000;

/** Members of the audit's JSON (facts 9.3); one alone could be another program's. */
const actionMember = /"(?:ActionType|AuditEventType)"\s{0,4}:/i;
const detailMember = /"(?:User|Details|Status|Name)"\s{0,4}:/i;

/** Sources that can be of this product, whatever a build calls it. */
const productSource = /entra|azure|\baad|ad ?sync|directory sync/i;

/** What an audit says of a thing: that somebody changed it. */
const change =
  /\b(?:enabl|disabl|add|updat|delet|creat|chang|configur|rotat|reset|re-?initiali|select|install|set\b|modif|remov|turn|switch|us(?:e|ed|ing)\b)/i;

/** What the object diagnostics write under the same numbers (facts 2.1): about their own run and about one object. */
const telemetry =
  /troubleshoot|diagnos|\bUPN\b|attribute is not found|failed to import|filtered due to|distribution group|linked mailbox|read permissions on object|cloud owned|inclusion list|helpful/i;

/** True for a text in the form that the audit has: JSON that names an action (facts 9.3). */
function isAuditJson(text: string): boolean {
  return actionMember.test(text) && detailMember.test(text);
}

/**
 * Which records of any other source belong to the audit: JSON of the audit's form, or, from a source of this product, a
 * sentence that says that a thing was changed and is not telemetry.
 */
export function recognizeAudit(about: RegExp): OtherWriter {
  return {
    description: 'a change that an administrator made',
    fits: ({ source, message }: EventIdentity) => {
      const text = message.slice(0, longestLook);
      return (
        isAuditJson(text) ||
        (productSource.test(source) && about.test(text) && change.test(text) && !telemetry.test(text))
      );
    },
  };
}
