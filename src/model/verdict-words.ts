import type { ConnectorOverview } from './report.js';

type Verdict = ConnectorOverview['verdict'];

/** The word for a connector's verdict as people read it; documents keep the status itself. */
export function verdictWord({ status }: Pick<Verdict, 'status'>): string {
  return status === 'explained' ? 'not evaluated' : status;
}

/** A connector's verdict in a sentence: its word, then what it rests on; a text that says the word itself stands alone. */
export function describeVerdict(verdict: Verdict): string {
  const { status, text } = verdict;
  const word = verdictWord(verdict);
  // Why nothing was to be evaluated says it all: "The server is in staging mode, as expected ..."
  return status === 'explained' || text.toLowerCase().startsWith(word) ? text : `${word}: ${text}`;
}
