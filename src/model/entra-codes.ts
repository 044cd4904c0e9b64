import type { Remedy } from './finding.js';
import { wizardRemedy } from './remedies.js';

/** What is known of one "Error Code" in the texts of events 652 and 655. */
export interface EntraCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  /** True when the engine tries again by itself. */
  readonly isTransient: boolean;
  readonly remedy: Remedy;
  readonly fact: string;
}

const list: readonly EntraCode[] = [
  {
    code: 81,
    name: 'service busy',
    meaning: 'Microsoft Entra ID is busy; the operation is tried again by itself.',
    isTransient: true,
    remedy: { text: 'Wait. If it goes on for hours, look at the service health of the tenant.', commands: [] },
    fact: 'facts 3.2',
  },
  {
    code: 90,
    name: 'password synchronization not activated',
    meaning: 'Password hash synchronization is not activated for the tenant, whatever the server says.',
    isTransient: false,
    remedy: wizardRemedy,
    fact: 'facts 3.2',
  },
];

/** The error codes of Entra's provisioning service by number (facts 3.2). */
export const entraCodes: ReadonlyMap<number, EntraCode> = new Map(list.map((entry) => [entry.code, entry]));
