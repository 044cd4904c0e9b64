import type { EventException } from '../model/phs-event.js';
import { rpcCodes } from '../model/rpc-codes.js';
import { stripEnd } from '../base/strip-end.js';

const longestText = 32_768;
const mostExceptions = 20;
const typePattern = /^([\w.`\u2026]{1,300}(?:Exception|Fault)[\w`]{0,40}(?:\[[\w.+`]{0,300}\])?)(?:: ?|$)/;
const stackStart = /\r?\n[ \t]{0,20}(?:at |--- )/;

/** The chain of exceptions in a text, the outermost first, without stack traces. `head` is what stands before it. */
export function parseExceptions(text: string): EventException[] {
  return text
    .slice(0, longestText)
    .split('--->', mostExceptions)
    .flatMap((part) => {
      const trimmed = part.trim();
      const end = stackStart.exec(trimmed)?.index ?? trimmed.length;
      const shown = trimmed.slice(0, end).trim();
      const named = typePattern.exec(shown);
      const message = shown.slice(named?.[0].length ?? 0).trim();
      return shown === '' ? [] : [{ type: named?.[1] ?? null, message }];
    });
}

function firstGroup(pattern: RegExp, text: string): string | null {
  return pattern.exec(text.slice(0, longestText))?.[1] ?? null;
}

function matchNumber(pattern: RegExp, text: string): number | null {
  const digits = firstGroup(pattern, text);
  return digits === null ? null : Number(digits);
}

const windowsResult = 0x8007;
/** A bare code below this is as likely a flag or a length. */
const leastBareCode = 1_000;

/** The Windows code in a number: an HRESULT of Windows holds it in its low word. */
function windowsCode(number: number): number {
  return Math.floor(number / 0x10000) === windowsResult ? number % 0x10000 : number;
}

/** The first code of Windows that the text gives in hexadecimal and that is known, as `0x6ba` or `0x8007052E`. */
function bareCode(text: string): number | null {
  for (const [, digits = ''] of text.matchAll(/\b0x([\da-f]{1,8})\b/gi)) {
    const code = windowsCode(Number.parseInt(digits, 16));
    if (code >= leastBareCode && rpcCodes.has(code)) {
      return code;
    }
  }
  return null;
}

/** The number after "RPC Error", decimal or hexadecimal, else a known code of Windows in hexadecimal; null without one. */
export function parseRpcCode(text: string): number | null {
  const bounded = text.slice(0, longestText);
  const digits = firstGroup(/RPC Error:? {1,4}(0x[\da-f]{1,8}|\d{1,5})\b/i, bounded);
  return digits === null ? bareCode(bounded) : windowsCode(Number(digits));
}

/** The number after "Error Code:" of the provisioning service; null without one. */
export function parseErrorCode(text: string): number | null {
  return matchNumber(/Error Code: {0,4}(\d{1,5})\b/i, text);
}

/** The GUID after "TrackingID :", "TrackingId:" or "Tracking ID:", in lower case; null without one. */
export function parseTrackingId(text: string): string | null {
  const pattern = /Tracking ?ID ?: {0,4}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i;
  return firstGroup(pattern, text)?.toLowerCase() ?? null;
}

/** The number after "Count:"; null without one. */
export function parseCount(text: string): number | null {
  return matchNumber(/\bCount ?: {0,4}(\d{1,9})\b/i, text);
}

/** What follows "Error Description:", up to the tracking id, the next exception or the end of the line. */
export function parseErrorDescription(text: string): string | null {
  const bounded = text.slice(0, longestText);
  const mark = /Error Description:/i.exec(bounded);
  if (mark === null) {
    return null;
  }
  const rest = bounded.slice(mark.index + mark[0].length);
  const end = /Tracking ?ID ?:|--->|\r|\n/i.exec(rest)?.index ?? rest.length;
  const description = rest.slice(0, end).trim();
  return description === '' ? null : description;
}

/** Name and address of the domain controller, the first that is given; the head of event 611 often has none. */
export function parseDomainController(text: string): { hostName: string | null; ipAddress: string | null } {
  const bounded = text.slice(0, longestText);
  const hostName = firstGroup(/domain controller hostname: {0,4}([\w.-]{1,255})/i, bounded);
  const ipAddress = firstGroup(/domain controller IP address: {0,4}([0-9a-f][0-9a-f.:%]{1,60})/i, bounded);
  return {
    hostName: hostName === null ? null : stripEnd(hostName, '.'),
    ipAddress: ipAddress?.replace(/[.:]$/, '') ?? null,
  };
}

/** The part of a text after a mark; the whole text without it. */
export function after(text: string, mark: RegExp): string {
  const match = mark.exec(text);
  return match === null ? text : text.slice(match.index + match[0].length);
}
