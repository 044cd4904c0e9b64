import { counted } from '../base/text.js';
import type { ChangeResult, EventException, PhsEvent, RetriedObject } from '../model/phs-event.js';
import { rpcCodes } from '../model/rpc-codes.js';

const longestDetails = 300;

function named(label: string, value: string | number | null): string[] {
  return value === null ? [] : [`${label} ${value}`];
}

function rpcText(code: number | null): string[] {
  const known = code === null ? undefined : rpcCodes.get(code);
  return code === null ? [] : [`RPC error ${code}${known === undefined ? '' : ` (${known.name})`}`];
}

/** The first line of the innermost exception, without the code that is shown before it. */
function innermost(exceptions: readonly EventException[]): string[] {
  const line = /^[^\r\n]*/.exec(exceptions.at(-1)?.message ?? '')?.[0] ?? '';
  const message = line.replace(/^RPC Error (?:0x[\da-f]{1,8}|\d{1,5}) ?: ?/i, '').trim();
  return message === '' ? [] : [message];
}

function users(count: number): string {
  return `${count} user${count === 1 ? '' : 's'}`;
}

/** The DN, or the anchor if an old text has no DN. */
function formatName({ dn, anchor }: Pick<ChangeResult, 'dn' | 'anchor'>): string {
  return dn ?? `anchor ${anchor}`;
}

function retryText({ dn, attempts, errorType }: RetriedObject): string {
  const said = [
    ...(attempts === null ? [] : [counted(attempts, 'attempt')]),
    ...(errorType === null ? [] : [errorType]),
  ];
  return said.length === 0 ? dn : `${dn} (${said.join(', ')})`;
}

function resultCounts(changes: readonly Pick<ChangeResult, 'result'>[]): string {
  const counts = new Map<string, number>();
  for (const { result } of changes) {
    const name = result ?? 'no result';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}

function firstLine(message: string): string[] {
  const line = message.split(/[\r\n]/).find((text) => text.trim() !== '');
  return line === undefined ? [] : [line.trim()];
}

/** Who changed what; a sentence that is not JSON says it itself. */
function auditText(event: Extract<PhsEvent, { type: 'audit' }>): readonly string[] {
  const { user, action, status, details, message } = event;
  const said = [action, details, status].flatMap((text) => (text === null ? [] : [text]));
  return said.length === 0 ? firstLine(message) : [...(user === null ? [] : [`by ${user}`]), ...said];
}

/** The result of the one change of an event, or how many had which result. */
function resultText(changes: readonly ChangeResult[]): readonly string[] {
  return changes.length === 1
    ? changes.flatMap((change) => [change.result ?? 'no result', formatName(change), change.extendedError ?? ''])
    : [users(changes.length), resultCounts(changes)];
}

function parts(event: PhsEvent): readonly string[] {
  switch (event.type) {
    case 'heartbeat':
    case 'ping-start':
    case 'access-denied':
      return [];
    case 'batch':
      return event.count === null ? [] : [users(event.count)];
    case 'change-request':
      return event.changes.length === 1
        ? event.changes.map(formatName)
        : [users(event.changes.length), ...event.changes.slice(0, 2).map(formatName)];
    case 'change-result':
      return resultText(event.changes);
    case 'domain-failure':
      return [...rpcText(event.rpcCode), ...innermost(event.exceptions)];
    case 'provisioning-failure':
      return [
        ...named('error code', event.errorCode),
        ...(event.errorDescription === null ? innermost(event.exceptions) : [event.errorDescription]),
      ];
    case 'retry-scheduled':
      return [users(event.objects.length), ...event.objects.slice(0, 2).map(retryText)];
    case 'filtered-objects':
      return [users(event.objects.length), resultCounts(event.objects)];
    case 'client-error':
      return [...named('error code', event.errorCode), ...innermost(event.exceptions)];
    case 'engine-error':
      return event.error === null ? [] : firstLine(event.error);
    case 'full-sync':
      return [...named(event.scope ?? '', event.scopeName)];
    case 'audit':
      return auditText(event);
    case 'problem':
      return [...rpcText(event.rpcCode), ...innermost(event.exceptions)];
    case 'password-writeback':
      return [...rpcText(event.rpcCode), ...firstLine(event.message)];
    case 'information':
    case 'unknown':
      return firstLine(event.message);
  }
}

/** What an event's text says, in one line for people; empty when the name of the event says it all. Not escaped. */
export function eventDetails(event: PhsEvent): string {
  const { domain, connectorName } = event;
  const saysMore = domain?.toLowerCase() !== connectorName?.toLowerCase();
  const place = domain !== null && saysMore && event.type !== 'full-sync' ? [domain] : [];
  const text = [...place, ...parts(event)].filter((part) => part.trim() !== '').join('; ');
  return text.length > longestDetails ? `${text.slice(0, longestDetails)}...` : text;
}
