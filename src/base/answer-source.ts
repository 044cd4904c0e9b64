/** What answered a command that asks a server: the server itself, a simulated one, or a recording. Instants are ISO 8601. */
export type AnswerSource =
  | { readonly kind: 'live' }
  | { readonly kind: 'simulated' }
  | { readonly kind: 'recording'; readonly recordedAt: string; readonly replayedAt: string };
