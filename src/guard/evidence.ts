/**
 * Every input of {@link decide}, and all values that each can have: no times, no texts, so that the whole product can be
 * tried. How they come from what was read is in derive-evidence.ts.
 */
export const evidenceValues = {
  /** The directory of the journal. `untrusted`: others than administrators may have written there. */
  journal: ['read', 'unreadable', 'untrusted'],
  /** The events of the source phs-tool. */
  log: ['read', 'unreadable'],
  /**
   * Events of that source of which it cannot be verified that the tool wrote them (every user can write some), and that say more
   * than the journal. `off-intent`: one of them permits switching off. They only make careful: docs/guard.md.
   */
  doubts: ['none', 'some', 'off-intent'],
  /**
   * What the authentic events say beside the journal. `agrees`: nothing more, or there are none; `more`: a run or a record that the
   * journal does not have; `off-intent`: the same, and one of them permits switching off, and none says that it was on
   * again after that; `off-alone`: the same, with neither a slot of its epoch nor the guardian's task: it orders nothing;
   * `on-again`: as `off-intent`, and one says so; `disagrees`: another run or other bytes than the journal has.
   */
  logSays: ['agrees', 'more', 'off-intent', 'off-alone', 'on-again', 'disagrees'],
  /** The parameter ForceFullPasswordSync on the AD connector. `absent`: also if it is `0`. `as-recorded`: the value that a supersede set aside. */
  parameter: ['absent', 'as-recorded', 'present', 'unreadable'],
  /** Whether password hash synchronization is on, read from the server; read twice, the same. */
  channel: ['on', 'off', 'unreadable'],
  /** Whether the journal is about this server: `renamed`: the same machine and connectors, with other names. */
  identity: ['same', 'renamed', 'foreign', 'unknown'],
  /** Whether somebody may be calling a changing cmdlet now. */
  lock: ['free', 'busy', 'unreadable'],
  /** How far the newest epoch got. */
  stage: [
    'none',
    'superseded',
    'claimed',
    'going',
    'closed',
    'off-intent',
    'on-seen',
    'again',
    'verified',
    'repaired',
    'abandoned',
    'param-only',
    'unknown-outcome',
    'damaged',
    'damaged-off',
    // Ended, as versions before did, although nobody wrote down that it was on again.
    'early-end',
    'newer',
  ],
  /** The epochs before. `unfinished-off`: one may have switched off and never came to its end. */
  earlier: ['in-order', 'not-in-order', 'unfinished-off'],
  /** The claim of the newest epoch recorded that password hash synchronization was on. */
  sawOn: ['yes', 'no'],
} as const;

type Values = typeof evidenceValues;

/** What is decided by: one value of each of {@link evidenceValues}. */
export type GuardEvidence = { readonly [Key in keyof Values]: Values[Key][number] };

/** How far the newest epoch got: see {@link evidenceValues}. */
export type Stage = GuardEvidence['stage'];
