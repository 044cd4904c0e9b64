/** The last part of a text that may be endless: at most `limit` characters are kept. */
export class TextRing {
  private text = '';

  constructor(private readonly limit: number) {}

  /** Adds text at the end and forgets from the front. */
  push(text: string): void {
    this.text = (this.text + text).slice(-this.limit);
  }

  /** What is kept, without blank lines at its ends. */
  tail(): string {
    return this.text.trim();
  }
}
