import { fillRemedy } from '../model/fill-remedy.js';
import { accessRemedy } from '../model/remedies.js';
import { z } from 'zod';
import { entraCodes } from '../model/entra-codes.js';
import { eventCatalog, eventMeanings } from '../model/event-catalog.js';
import type { EventMeaning } from '../model/event-meaning.js';
import { remedySchema } from '../model/finding.js';
import { logStatuses } from '../model/log-statuses.js';
import { describeBuild, upgradeRemedy } from '../model/describe-build.js';
import { judgeBuild } from '../model/judge-build.js';
import { productBuilds } from '../model/product-builds.js';
import { rpcCodes } from '../model/rpc-codes.js';
import { signInCodes, signInCodesIn, type SignInCode } from '../model/sign-in-codes.js';

/** What a term means, in the sense of one of the catalogues. */
export const explanationSchema = z.object({
  kind: z.enum(['event', 'rpc-code', 'entra-code', 'sign-in-code', 'hresult', 'log-status', 'check', 'build']),
  /** As the catalogue writes it: `611`, `FilteredByTarget`, `PHS301`. */
  term: z.string(),
  name: z.string(),
  meaning: z.string(),
  /** Facts in a few words: source, severity, category. */
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  remedy: remedySchema.nullable(),
  /** Path of the documentation page; null when there is none. */
  docs: z.string().nullable(),
});
/** See {@link explanationSchema}. */
export type Explanation = z.output<typeof explanationSchema>;

/** What `explain --output json` prints. */
export const explanationDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('explain'),
  term: z.string(),
  /** One for each sense of the term: a number can be an event id and an RPC code. */
  explanations: z.array(explanationSchema),
});

/** A check with its page, for {@link explain}. */
export interface CheckPage {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly docs: string;
  /** Text of the section "What it checks" and of "What to do"; null when the page is not there. */
  readonly checks: string | null;
  readonly whatToDo: string | null;
}

const eventsPage = 'docs/events.md';

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

function numberExplanations(number: number): readonly Explanation[] {
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

function statusExplanations(term: string): readonly Explanation[] {
  return [...logStatuses.values()]
    .filter(({ status }) => status.toLowerCase() === term)
    .map(({ status, meaning, outcome, remedy }) => ({
      kind: 'log-status',
      term: status,
      name: status,
      meaning,
      details: [{ label: 'outcome', value: outcome }],
      remedy,
      docs: eventsPage,
    }));
}

function checkExplanation({ id, title, category, docs, checks, whatToDo }: CheckPage): Explanation {
  return {
    kind: 'check',
    term: id,
    name: title,
    meaning: checks ?? title,
    details: [{ label: 'category', value: category }],
    remedy: whatToDo === null ? null : { text: whatToDo, commands: [] },
    docs,
  };
}

/** The code of Windows for a refused access, as a number and as the whole HRESULT. */
const accessDenied = 5;

/** What an HRESULT that stands for a Windows error code looks like: facility 7, the code is its low word. */
const win32Result = /^8007([\da-f]{4})$/;

/** The answer of the synchronization service, not of a domain controller: PHS102 tells the same of a server. */
const serviceDenied: Explanation = {
  kind: 'hresult',
  term: '80070005',
  name: 'E_ACCESSDENIED',
  meaning:
    'Access is denied: the account that runs phs-tool may not read the synchronization service. It needs the group ADSyncAdmins (or ADSyncOperators together with ADSyncBrowse) and an elevated console.',
  details: [{ label: 'check', value: 'PHS102' }],
  remedy: accessRemedy,
  docs: 'docs/checks/PHS102.md',
};

/** A number as it stands in the text of an event: `RPC Error 8453 : ...`, `Error Code: 90.` */
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

/** The senses of a number, of an HRESULT, or of either as pasted; pasted as an error it is an event only when it is no code. */
function numericExplanations(term: string): readonly Explanation[] {
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

const stated = (day: { readonly day: string; readonly certainty: string } | null | undefined): string =>
  day == null ? 'not known' : day.certainty === 'V' ? day.day : `${day.day} (according to others who cite Microsoft)`;

/** The row of a build in the list of builds, and what it means at an instant; nothing for a text that is not a build. */
function buildExplanations(term: string, at: Date): readonly Explanation[] {
  const verdict = /^\d{1,4}(?:\.\d{1,9}){2,3}$/.test(term) ? judgeBuild(term, at) : undefined;
  if (verdict === undefined) {
    return [];
  }
  const { row, concerns } = verdict;
  const change = row?.change == null ? [] : [{ label: 'changed', value: row.change.text }];
  return [
    {
      kind: 'build',
      term,
      name: 'build of Microsoft Entra Connect Sync',
      meaning: describeBuild(term, verdict),
      details: [
        { label: 'released', value: stated(row?.released) },
        { label: 'end of support', value: stated(row?.supportEnds) },
        ...change,
        { label: 'list of', value: productBuilds.asOf },
      ],
      remedy: concerns.length === 0 ? null : upgradeRemedy(concerns),
      docs: 'docs/checks/PHS106.md',
    },
  ];
}

/** The `AADSTS` codes of a term, which may be a whole pasted text; a code that is not known is not explained. */
function signInExplanations(term: string): readonly Explanation[] {
  return signInCodesIn(term).flatMap((number) => {
    const known = signInCodes.get(number);
    return known === undefined ? [] : [signInExplanation(known)];
  });
}

function signInExplanation({ code, name, meaning, area, who, remedy }: SignInCode): Explanation {
  return {
    kind: 'sign-in-code',
    term: `AADSTS${code}`,
    name,
    meaning,
    details: [
      { label: 'cause', value: area },
      { label: 'concerns', value: who === 'either' ? 'application or account' : who },
      { label: 'check', value: 'PHS212' },
    ],
    remedy,
    docs: eventsPage,
  };
}

/** Everything that a term can mean: event id, RPC code by number or name, code of Entra, log status, check id, build. */
export function explain(term: string, checks: readonly CheckPage[], at: Date): readonly Explanation[] {
  const wanted = term.trim().toLowerCase();
  const byName = [...rpcCodes.values()].find(({ name }) => name.toLowerCase() === wanted);
  return [
    ...numericExplanations(wanted),
    ...signInExplanations(wanted),
    ...(byName === undefined ? [] : numberExplanations(byName.code).filter(({ kind }) => kind === 'rpc-code')),
    ...statusExplanations(wanted),
    ...checks.filter(({ id }) => id.toLowerCase() === wanted).map(checkExplanation),
    ...buildExplanations(wanted, at),
  ];
}

/** Every term that {@link explain} knows. */
export function explainableTerms(checkIds: readonly string[]): readonly string[] {
  const events = eventCatalog.map(({ eventId }) => String(eventId));
  const codes = [...rpcCodes.values()].flatMap(({ code, name }) => [String(code), name]);
  const signIns = [...signInCodes.keys()].map((code) => `AADSTS${code}`);
  const others = [...[...entraCodes.keys()].map(String), ...signIns, ...productBuilds.builds.map(({ build }) => build)];
  return [...new Set([...events, ...codes, ...others, serviceDenied.term, ...logStatuses.keys(), ...checkIds])];
}
