import type { Assumption } from './judgement.js';

/** The words of an assumption that make its id. */
export type AssumptionId = Pick<Assumption, 'what' | 'item'>;

/**
 * Facts in the chapters of docs/facts.md that were found in no source and that contracts can settle, by the name that stands
 * behind their mark: the mark follows from what real servers show of the assumptions.
 */
export const tiedFacts: Readonly<Record<string, readonly AssumptionId[]>> = {
  'missing-object': [{ what: 'call missing-object', item: 'Get-ADSyncMVObject fails with NotFoundException' }],
  'newest-run': [
    { what: 'call newest-run', item: 'Get-ADSyncRunProfileResult -NumberRequested 1 answers the newest run' },
  ],
  'user-name': [{ what: 'entra-credential', item: 'UserName' }],
  'stopped-service': [{ what: 'service that does not run', item: 'cmdlets fail with 80080005 or 800706ba' }],
  'certificate-source': [
    { what: 'certificate events 1011, 1012, 1014', item: 'source is named like a product of Entra' },
  ],
  'sign-in-codes': [{ what: 'codes of a refused sign-in', item: '"AADSTS" in 652, 655, 904, 906, 6900 only' }],
  'audit-numbers': [{ what: 'audit of administrators', item: 'numbers of one of the two lists' }],
  'audit-source': [{ what: 'audit of administrators', item: 'source Entra Connect Admin Actions' }],
};

const noText = 'A contract holds no text of a server.';
const noValue = 'A contract holds no value.';
const noChange = 'A contract changes nothing.';
const statement = 'Only a statement of Microsoft settles it.';

/** Facts that were found nowhere and that no contract can settle, by the name behind their mark, and why. */
export const factsBeyondContracts: Readonly<Record<string, string>> = {
  'missing-object-text': noText,
  'diagnostic-texts': noText,
  'new-member': noChange,
  'stopped-service-text': noText,
  'busy-channel': noChange,
  'remote-support': statement,
  'cut-off-events': 'Nothing is assumed of it; the contract of such a server lists the ids that are not known.',
  'server-2025': statement,
  'certificate-manager': noValue,
  'audit-values': noValue,
  'not-found': 'These are questions; nothing is assumed of their answers.',
};
