import { createHash } from 'node:crypto';

/** A GUID that is always the same for the same text, so that a scenario makes the same server every time. */
export function stableGuid(seed: string): string {
  const digits = createHash('sha256').update(seed).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
