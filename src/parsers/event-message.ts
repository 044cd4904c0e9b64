/** What the text of a PHS event tells of its place (adsync-facts 3.2). */
export interface EventPlace {
  /** GUID of the connector in lower case; null when the text names none. */
  readonly connectorId: string | null;
  /** Domain or partition; null when the text names none. */
  readonly domain: string | null;
}

const guidPattern = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
const forestInfoStart = /<forest-info\s*>/gi;
/** Old and current wording: "… for domain: contoso.com, domain controller …", "… for domain: Contoso.com. Details: …". */
const forDomain = /\bfor domain:[ \t]*([^\s,;<>]+)/i;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

/**
 * The trailing `<forest-info>` block, empty text when there is none. The last one counts: what stands before it can
 * hold names of users, which may look like anything.
 */
function forestInfo(message: string): string {
  const last = [...message.matchAll(forestInfoStart)].at(-1);
  return last === undefined ? '' : message.slice(last.index);
}

function element(block: string, name: string): string | null {
  const content = new RegExp(`<${name}\\s*>([^<]*)</${name}\\s*>`, 'i').exec(block)?.[1];
  const text = content === undefined ? '' : unescapeXml(content).trim();
  return text === '' ? null : text;
}

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
  const domain = forDomain.exec(message)?.[1]?.replace(/\.+$/, '');
  return domain === undefined || domain === '' ? null : domain;
}

/**
 * Reads connector and domain from an event's text: first from the trailing `<forest-info>` block, else the first of the
 * known connector GUIDs that stands anywhere (case does not count), and the domain after "for domain:". Never raises:
 * text that is cut off or of another form tells nothing.
 *
 * @param knownIds GUIDs of the connectors that events can be about.
 */
export function parseEventPlace(message: string, knownIds: readonly string[]): EventPlace {
  const block = forestInfo(message);
  const named = guidPattern.exec(element(block, 'connector-id') ?? '')?.[1]?.toLowerCase();
  return {
    connectorId: named ?? knownIdIn(message, knownIds),
    domain: element(block, 'partition-name') ?? domainInText(message),
  };
}
