/** What answered a command that asks a server: the server itself, a simulated one, or a recording. Instants are ISO 8601. */
export type AnswerSource =
  | { readonly kind: 'live' }
  | { readonly kind: 'simulated' }
  | {
      readonly kind: 'recording';
      readonly recordedAt: string;
      readonly replayedAt: string;
      /** What of it was replaced by pseudonyms; absent: nothing. */
      readonly redacted?: 'names' | 'all' | undefined;
      /** True if the recorded run did not complete, or the file is cut off. */
      readonly incomplete?: true | undefined;
    };
