import type { RemoteName } from './remote-server.js';

/** What answered a command that asks a server: the server itself, a simulated one, or a recording. Instants are ISO 8601. */
export type AnswerSource =
  | {
      readonly kind: 'live';
      /** The server and the way to it, if it was asked from another machine. */
      readonly remote?: RemoteName | undefined;
    }
  | { readonly kind: 'simulated' }
  | {
      readonly kind: 'recording';
      readonly recordedAt: string;
      readonly replayedAt: string;
      /** What of it was replaced by pseudonyms; absent: nothing; `unknown`: the file is cut off and does not say it. */
      readonly redacted?: 'names' | 'all' | 'unknown' | undefined;
      /** True if the recorded run did not complete, or the file is cut off. */
      readonly incomplete?: true | undefined;
    };
