import { readForestInfo } from './forest-info.js';
import { stripEnd } from '../base/strip-end.js';

/** What the text of a PHS event says of its place (facts 3.2). */
export interface EventPlace {
  /** GUID of the connector in lower case; null when the text names none. */
  readonly connectorId: string | null;
  /** Domain or partition; null when the text names none. */
  readonly domain: string | null;
}

const guidPattern = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
/** Old and current wording: "… for domain: contoso.com, domain controller …", "… for domain: Contoso.com. Details: …". */
const forDomain = /\bfor domain:[ \t]{0,4}([^\s,;<>]{1,255})/i;

function knownIdIn(message: string, knownIds: readonly string[]): string | null {
  const text = message.toLowerCase();
  let found: { readonly id: string; readonly at: number } | undefined;
  for (const id of knownIds.map((known) => known.toLowerCase())) {
    const at = text.indexOf(id);
    if (id !== '' && at !== -1 && (found === undefined || at < found.at)) {
      found = { id, at };
    }
  }
  return found?.id ?? null;
}

function domainInText(message: string): string | null {
  const domain = stripEnd(forDomain.exec(message)?.[1] ?? '', '.');
  return domain === '' ? null : domain;
}

/**
 * Reads connector and domain from an event's text: first from the trailing `<forest-info>` block, else the first of the
 * known connector GUIDs that stands anywhere (case does not count), and the domain after "for domain:". Never raises:
 * text that is cut off or of another form says nothing.
 *
 * @param knownIds GUIDs of the connectors that events can be about.
 */
export function parseEventPlace(message: string, knownIds: readonly string[]): EventPlace {
  const info = readForestInfo(message);
  const named = guidPattern.exec(info.connectorId ?? '')?.[1]?.toLowerCase();
  return {
    connectorId: named ?? knownIdIn(message, knownIds),
    domain: info.partitionName ?? domainInText(message),
  };
}
