import { factSources, type FactName } from '../model/fact-names.js';
import { writeInstants } from '../model/instant.js';
import type { Evidence } from '../model/finding.js';

/** One piece of evidence from a fact; the source is the cmdlet or log that the fact comes from. */
export function evidence(fact: FactName, label: string, value: string | number | boolean | null): Evidence {
  return { label, value: value === null ? 'not there' : writeInstants(String(value)), source: factSources[fact] };
}

/** Evidence that points at one record of the Application log. */
export function eventEvidence(label: string, value: string, eventId: number, recordId: number): Evidence {
  return { label, value: writeInstants(value), source: `Application log, event ${eventId}, record ${recordId}` };
}
