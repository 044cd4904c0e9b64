/**
 * A copy of a text that does not keep the text alive that it was cut out of: the engine makes a part of a long text refer to the
 * whole of it. For small texts that outlive what they come from.
 */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
