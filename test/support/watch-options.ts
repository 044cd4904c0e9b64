/** What a watch, or a wait, is asked with unless a test says otherwise. */
export const watchOptions = {
  failOn: 'fail',
  output: 'text',
  quiet: false,
  verbose: false,
  noColor: true,
  debug: false,
  sinceMs: 10_800_000,
} as const;
