import { eventMeaning } from '../model/event-catalog.js';
import { passwordWriteback } from '../model/event-meaning.js';
import type { EventRecord } from '../model/facts.js';
import { isSuccess, type PhsEvent } from '../model/phs-event.js';
import { parseAudit } from './audit-event.js';
import { parseChangeRequests, parseChangeResults, parseFilteredObjects, parseRetriedObjects } from './event-changes.js';
import {
  after,
  parseCount,
  parseDomainController,
  parseErrorCode,
  parseErrorDescription,
  parseExceptions,
  parseRpcCode,
  parseTrackingId,
} from './event-failure.js';
import { parseEventPlace } from './event-message.js';
import { forestInfoStart } from './forest-info.js';
import { stripEnd } from '../base/strip-end.js';

/** A connector that events can be about. */
export interface KnownConnector {
  readonly identifier: string;
  readonly name: string;
}

type Base = Omit<Extract<PhsEvent, { type: 'information' }>, 'type'>;
type Reader = (base: Base, text: string) => PhsEvent;
type FullSyncPhase = Extract<PhsEvent, { type: 'full-sync' }>['phase'];

const scopePattern = /\bfor (forest|domain):[ \t]{0,4}([^\s,;<>]{1,255})/i;

function readFullSync(phase: FullSyncPhase, fallback: 'forest' | 'domain' | null): Reader {
  return (base, text) => {
    const [, word, name] = scopePattern.exec(text) ?? [];
    const scope = word === undefined ? fallback : word.toLowerCase() === 'forest' ? 'forest' : 'domain';
    const named = stripEnd(name ?? '', '.');
    return { ...base, type: 'full-sync', phase, scope, scopeName: named === '' ? base.domain : named };
  };
}

function readBatch(phase: 'start' | 'end'): Reader {
  return (base, text) => ({
    ...base,
    type: 'batch',
    phase,
    count: parseCount(text),
    trackingId: parseTrackingId(text),
  });
}

const readProvisioningFailure: Reader = (base, text) => ({
  ...base,
  type: 'provisioning-failure',
  errorCode: parseErrorCode(text),
  errorDescription: parseErrorDescription(text),
  trackingId: parseTrackingId(text),
  exceptions: parseExceptions(after(text, /\bError: ?/i)),
});

const readDomainFailure: Reader = (base, text) => ({
  ...base,
  type: 'domain-failure',
  domainController: parseDomainController(text),
  exceptions: parseExceptions(after(text, /\bDetails: ?/i)),
  rpcCode: parseRpcCode(text),
});

/** Id 0 has two kinds: a list of objects that are tried again, and an error of the client. */
const readZero: Reader = (base, text) => {
  const objects = parseRetriedObjects(text);
  return objects.length > 0 || /scheduled for retry/i.test(text)
    ? { ...base, type: 'retry-scheduled', objects }
    : { ...base, type: 'client-error', errorCode: parseErrorCode(text), exceptions: parseExceptions(text) };
};

/** 605 and 609 can end in a list of the objects that are tried again. */
const readRetryList: Reader = (base, text) => {
  const objects = parseRetriedObjects(text);
  return objects.length > 0 ? { ...base, type: 'retry-scheduled', objects } : readOther(base, text);
};

function quoted(text: string): string | null {
  const trimmed = text.trim();
  const inner = trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).trim() : trimmed;
  return inner === '' ? null : inner;
}

/** An event on results is in order unless it says of some user that the password was not taken over. */
const readChangeResults: Reader = (base, text) => {
  const changes = parseChangeResults(text);
  const hasFailed = changes.some(({ result }) => result !== null && !isSuccess(result));
  return { ...base, severity: hasFailed ? 'warn' : base.severity, type: 'change-result', changes };
};

const readEngineError: Reader = (base, text) => ({
  ...base,
  type: 'engine-error',
  error: quoted(after(text, /unexpected error[^:\r\n]{0,200}[:.]/i)),
});

const readers: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0, readZero],
  [115, (base) => ({ ...base, type: 'access-denied' })],
  [605, readRetryList],
  [609, readRetryList],
  [611, readDomainFailure],
  [612, readDomainFailure],
  [617, readFullSync('started', 'forest')],
  [618, readFullSync('started', 'domain')],
  [619, readFullSync('progress', 'domain')],
  [620, (base, text) => ({ ...base, type: 'filtered-objects', objects: parseFilteredObjects(text) })],
  [621, readFullSync('failed', null)],
  [622, readFullSync('completed', 'domain')],
  [623, readFullSync('completed', 'forest')],
  [650, readBatch('start')],
  [651, readBatch('end')],
  [652, readProvisioningFailure],
  [653, (base, text) => ({ ...base, type: 'ping-start', trackingId: parseTrackingId(text) })],
  [654, (base, text) => ({ ...base, type: 'heartbeat', trackingId: parseTrackingId(text) })],
  [655, readProvisioningFailure],
  [656, (base, text) => ({ ...base, type: 'change-request', changes: parseChangeRequests(text) })],
  [657, readChangeResults],
  [662, readProvisioningFailure],
  [6900, readEngineError],
]);

function readOther(base: Base, text: string): PhsEvent {
  if (base.kind === 'audit') {
    return { ...base, type: 'audit', ...parseAudit(text) };
  }
  return base.kind === 'problem'
    ? { ...base, type: 'problem', exceptions: parseExceptions(text), rpcCode: parseRpcCode(text) }
    : { ...base, type: base.kind === 'unknown' ? 'unknown' : 'information' };
}

/**
 * Reads one record of the log: its place and the fields that its text holds, in old and current wording (facts
 * 3.2). Never raises: what a text does not hold is null, an id that is not known is kept with type `unknown`.
 */
export function parseEvent(record: EventRecord, connectors: readonly KnownConnector[]): PhsEvent {
  const { connectorId, domain } = parseEventPlace(
    record.message,
    connectors.map(({ identifier }) => identifier),
  );
  const meaning = eventMeaning(record);
  const base: Base = {
    ...record,
    kind: meaning?.kind ?? 'unknown',
    severity: meaning?.severity ?? 'none',
    name: meaning?.name ?? 'not known',
    connectorId,
    connectorName: connectors.find(({ identifier }) => identifier.toLowerCase() === connectorId)?.name ?? null,
    domain,
  };
  const start = forestInfoStart(record.message);
  const text = start === -1 ? record.message : record.message.slice(0, start);
  if (meaning?.name === passwordWriteback) {
    return { ...base, type: 'password-writeback', rpcCode: parseRpcCode(text) };
  }
  const read = meaning?.passwordHashSync === true ? readers.get(record.eventId) : undefined;
  return (read ?? readOther)(base, text);
}
