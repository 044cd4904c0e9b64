import { entraCodes } from '../model/entra-codes.js';
import { eventCatalog } from '../model/event-catalog.js';
import { logStatuses } from '../model/log-statuses.js';
import { describeBuild, upgradeRemedy } from '../model/describe-build.js';
import { judgeBuild } from '../model/judge-build.js';
import type { Remedy } from '../model/finding.js';
import { productBuilds, type ProductBuild } from '../model/product-builds.js';
import { rpcCodes } from '../model/rpc-codes.js';
import { signInCodes, signInCodesIn, type SignInCode } from '../model/sign-in-codes.js';
import { eventsPage, numberExplanations, numericExplanations, serviceDenied } from './explain-number.js';
import type { Explanation } from './explanation-document.js';

/** A check with its page, for {@link explain}. */
export interface CheckPage {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly docs: string;
  /** The section "What it checks" as plain text; empty when the page is not there. */
  readonly checks: string;
  /** The section "What to do"; null when the page is not there. */
  readonly whatToDo: Remedy | null;
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

/** True for the id of a check with or without its letters. */
export function isCheckTerm(id: string, term: string): boolean {
  return [id.toLowerCase(), id.slice('PHS'.length)].includes(term.trim().toLowerCase());
}

function checkExplanation({ id, title, category, docs, checks, whatToDo }: CheckPage): Explanation {
  return {
    kind: 'check',
    term: id,
    name: title,
    meaning: checks === '' ? title : checks,
    details: [{ label: 'category', value: category }],
    remedy: whatToDo,
    docs,
  };
}

function stated(date: ProductBuild['released'] | undefined): string {
  if (date == null) {
    return 'not known';
  }
  const text = date.isMonthOnly === true ? date.day.slice(0, 'YYYY-MM'.length) : date.day;
  return date.certainty === 'V' ? text : `${text} (according to others who cite Microsoft)`;
}

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
    ...checks.filter(({ id }) => isCheckTerm(id, wanted)).map(checkExplanation),
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

/** Shorter words are in too many names. */
const shortestName = 4;

/** The explanations of events, codes and statuses whose name holds these words, for a term that is none itself. */
export function explainName(words: string, at: Date): readonly Explanation[] {
  const wanted = words.trim().toLowerCase();
  const isMeant = ({ kind, name }: Explanation): boolean => kind !== 'build' && name.toLowerCase().includes(wanted);
  return wanted.length < shortestName
    ? []
    : explainableTerms([]).flatMap((term) => explain(term, [], at).filter(isMeant));
}
