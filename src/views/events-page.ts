import { fillRemedy } from '../model/fill-remedy.js';
import { entraCodes } from '../model/entra-codes.js';
import { eventCatalog } from '../model/event-catalog.js';
import { logStatuses } from '../model/log-statuses.js';
import { rpcCodes } from '../model/rpc-codes.js';
import { signInCodes } from '../model/sign-in-codes.js';

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '\\<');
}

/** Without columns filled with spaces: that would double the size of the page, and so of a part of the package. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '-')), ...rows.map(line)].join('\n');
}

const intro = `# Events, codes and statuses

\`phs-tool explain <term>\` prints the same for one of them, with commands to copy; \`phs-tool events\` lists the events of a server. This page is written by \`npm run schema\` from the catalogues in \`src/model/\`, which the checks use as well.`;

const fieldRows: readonly (readonly string[])[] = [
  ['0', 'the objects that are tried again; or error code and exceptions'],
  ['605, 609', 'the objects that are tried again: DN, attempts, error'],
  ['611, 612', 'domain controller (name, address), exceptions, RPC code (decimal or hexadecimal)'],
  ['617 to 619, 621 to 623', 'phase, forest or domain'],
  ['620', 'the objects that are not synchronized: DN, result'],
  ['650, 651', 'number of users, tracking id'],
  ['652, 655, 662', 'error code, description, tracking id, exceptions'],
  ['653, 654', 'tracking id'],
  [
    '656',
    "users: anchor, cloud anchor (null in older builds), DN, change date (text, its form depends on the server's culture)",
  ],
  [
    '657',
    'users: anchor, cloud anchor, DN (null in the oldest texts), result, extended error, whether the password must be changed at the next logon (null in older builds)',
  ],
  ['6900', 'the error that the text quotes'],
  [
    'all of these',
    'connector and domain from the trailing `forest-info` block, else from the text; null if the text does not say it',
  ],
];

const afterFields =
  'Old and current wording are read. An event of an id that is not known is kept, with type `unknown` and its whole text.';

function idCell(eventId: number, distinction: string | undefined): string {
  return distinction === undefined ? String(eventId) : `${eventId} (${cell(distinction)})`;
}

interface EventRow {
  readonly eventId: number;
  readonly label: string;
  readonly cells: readonly string[];
}

/** Ids in a row that say the same in one line, as `2001 to 2056`. */
function mergeRows(rows: readonly EventRow[]): string[][] {
  const merged: { first: string; last: EventRow }[] = [];
  for (const row of rows) {
    const before = merged.find(
      ({ last }) => last.eventId + 1 === row.eventId && last.cells.every((text, index) => text === row.cells[index]),
    );
    if (before === undefined) {
      merged.push({ first: row.label, last: row });
    } else {
      before.last = row;
    }
  }
  return merged.map(({ first, last: { label, cells } }) => [
    first === label ? first : `${first} to ${label}`,
    ...cells,
  ]);
}

/** Rows that say the same in one line, as `2503, 2603`. */
function joinRows(rows: readonly (readonly string[])[]): string[][] {
  const joined = new Map<string, string[]>();
  for (const [label = '', ...cells] of rows) {
    const key = JSON.stringify(cells);
    joined.set(key, [...(joined.get(key) ?? []), label]);
  }
  return rows.flatMap(([label = '', ...cells]) => {
    const labels = joined.get(JSON.stringify(cells)) ?? [];
    return labels[0] === label ? [[labels.join(', '), ...cells]] : [];
  });
}

function eventTable(passwordHashSync: boolean): string {
  const rows = mergeRows(
    eventCatalog
      .filter((entry) => entry.passwordHashSync === passwordHashSync)
      .map(({ eventId, entryType, wording, source, name, meaning, kind, severity, remedy }) => ({
        eventId,
        label: idCell(eventId, entryType ?? wording?.description),
        cells: [source, ...[name, meaning].map(cell), kind, severity, cell(remedy.text)],
      })),
  );
  return table(['id', 'source', 'name', 'meaning', 'kind', 'severity', 'what to do'], joinRows(rows));
}

function rpcTable(): string {
  const rows = [...rpcCodes.values()].map(({ code, name, category, meaning, remedy }) => [
    String(code),
    `\`${name}\``,
    category,
    cell(meaning),
    cell(fillRemedy(remedy, { domains: 'every domain of the forest' }).text),
  ]);
  return table(['code', 'name', 'category', 'meaning', 'what to do'], rows);
}

function entraTable(): string {
  const rows = [...entraCodes.values()].map(({ code, name, meaning, remedy }) => [
    String(code),
    `\`${name}\``,
    cell(meaning),
    cell(remedy.text),
  ]);
  return table(['code', 'name', 'meaning', 'what to do'], rows);
}

function signInTable(): string {
  const rows = [...signInCodes.values()].map(({ code, name, area, meaning, remedy }) => [
    `AADSTS${code}`,
    name,
    area,
    cell(meaning),
    cell(remedy.text),
  ]);
  return table(['code', 'name', 'cause', 'meaning', 'what to do'], rows);
}

function statusTable(): string {
  const rows = [...logStatuses.values()].map(({ status, outcome, meaning, remedy }) => [
    `\`${status}\``,
    outcome,
    cell(meaning),
    cell(remedy.text),
  ]);
  return table(['status', 'outcome', 'meaning', 'what to do'], rows);
}

/** The text of docs/events.md, made from the catalogues. */
export function eventsPage(): string {
  return `${[
    intro,
    '## Events of password hash synchronization',
    eventTable(true),
    '## Fields that are read from the texts',
    table(['events', 'fields'], fieldRows),
    afterFields,
    '## RPC error codes of replication (events 611, 612)',
    rpcTable(),
    '## Error codes of Microsoft Entra ID (events 652, 655, 662, 6900)',
    entraTable(),
    '## Sign-in codes of Microsoft Entra ID (events 652, 655, 904, 906, 6900)',
    'Their meanings are public. That the Entra connector writes them is documented for AADSTS700027 in event 906 only.',
    signInTable(),
    '## Statuses of the password sync log',
    statusTable(),
    '## Other events of the same server',
    'They take no part in any verdict. `phs-tool events --id` shows them.',
    eventTable(false),
  ].join('\n\n')}\n`;
}
