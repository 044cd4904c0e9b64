import { entraCodes } from '../model/entra-codes.js';
import { eventMeanings } from '../model/event-catalog.js';
import type { EventMeaning } from '../model/event-meaning.js';
import { fillRemedy } from '../model/fill-remedy.js';
import { accessRemedy } from '../model/remedies.js';
import { rpcCodes } from '../model/rpc-codes.js';
import type { Explanation } from './explanation-document.js';

/** The page of events and codes. */
export const eventsPage = 'docs/events.md';

function eventExplanation(entry: EventMeaning): Explanation {
  const { eventId, name, meaning, remedy, source, entryType, wording, kind, severity } = entry;
  return {
    kind: 'event',
    term: String(eventId),
    name,
    meaning,
    details: [
      { label: 'source', value: source },
      ...(entryType === undefined ? [] : [{ label: 'entry type', value: entryType }]),
      ...(wording === undefined ? [] : [{ label: 'text', value: wording.description }]),
      { label: 'kind', value: kind },
      { label: 'severity', value: severity },
    ],
    remedy,
    docs: eventsPage,
  };
}

/** The senses of a number: event ids, the RPC code, the code of Entra. */
export function numberExplanations(number: number): readonly Explanation[] {
  const rpc = rpcCodes.get(number);
  const entra = entraCodes.get(number);
  return [
    ...eventMeanings(number).map(eventExplanation),
    ...(rpc === undefined
      ? []
      : [
          {
            kind: 'rpc-code' as const,
            term: String(number),
            name: rpc.name,
            meaning: rpc.meaning,
            details: [{ label: 'category', value: rpc.category }],
            remedy: fillRemedy(rpc.remedy, { domains: 'every domain of the forest' }),
            docs: eventsPage,
          },
        ]),
    ...(entra === undefined
      ? []
      : [
          {
            kind: 'entra-code' as const,
            term: String(number),
            name: entra.name,
            meaning: entra.meaning,
            details: [{ label: 'tried again by itself', value: entra.isTransient ? 'yes' : 'no' }],
            remedy: entra.remedy,
            docs: eventsPage,
          },
        ]),
  ];
}

/** The code of Windows for a refused access, as a number and as the whole HRESULT. */
const accessDenied = 5;

/** What an HRESULT that stands for a Windows error code looks like: facility 7, the code is its low word. */
const win32Result = /^8007([\da-f]{4})$/;

/** The answer of the synchronization service, not of a domain controller: PHS102 says the same of a server. */
export const serviceDenied: Explanation = {
  kind: 'hresult',
  term: '80070005',
  name: 'E_ACCESSDENIED',
  meaning:
    'Access is denied: the account that runs phs-tool is not allowed to read the synchronization service. It needs the group ADSyncAdmins (or ADSyncOperators together with ADSyncBrowse) and an elevated console.',
  details: [{ label: 'check', value: 'PHS102' }],
  remedy: accessRemedy,
  docs: 'docs/checks/PHS102.md',
};

/** A number as it is in the text of an event: `RPC Error 8453 : ...`, `Error Code: 90.` */
const pasted = /^(?:rpc\s{1,4})?error(?:\s{1,4}code)?(?:\s{0,4}[:=])?\s{0,4}([\da-fx]{1,12})(?:\s{0,4}[:;.,].*)?$/s;

/** The number that a word of digits stands for: decimal, or hexadecimal with 0x. */
function parseNumber(word: string): number | undefined {
  return /^\d{1,5}$/.test(word) || /^0x0*[\da-f]{1,4}$/.test(word) ? Number(word) : undefined;
}

/** An HRESULT of Windows is never an event id; as code 5 it is the answer of the service first. */
function resultExplanations(number: number): readonly Explanation[] {
  const codes = numberExplanations(number).filter(({ kind }) => kind === 'rpc-code');
  return number === accessDenied ? [serviceDenied, ...codes] : codes;
}

/** The senses of a number, of an HRESULT, or of either as pasted; pasted as an error it is an event only if it is not a code. */
export function numericExplanations(term: string): readonly Explanation[] {
  const word = pasted.exec(term)?.[1];
  const bare = word ?? term;
  const result = win32Result.exec(bare.replace(/^0x/, ''))?.[1];
  if (result !== undefined) {
    return resultExplanations(Number.parseInt(result, 16));
  }
  const number = parseNumber(bare);
  const all = number === undefined ? [] : numberExplanations(number);
  const codes = all.filter(({ kind }) => kind !== 'event');
  return word !== undefined && codes.length > 0 ? codes : all;
}
