/**
 * The protocol with one thing broken on purpose. Each must be found out by the model, by breaking
 * the invariant named; a model that accepts one of them proves nothing.
 */
export const sabotages = {
  'no-closed': { breaks: 'I8', says: 'the guardian ends an epoch without closing its slots' },
  'disarm-at-first-on': { breaks: 'I2', says: 'the guardian disarms as soon as it sees PHS on' },
  'add-before-go': { breaks: 'I8', says: 'the parameter is stored before GO' },
  'exists-is-success': { breaks: 'I8', says: 'a slot that is there already counts as created' },
  'torn-is-absent': { breaks: 'I2', says: 'a slot that does not verify counts as absent' },
  'repair-anyones-off': { breaks: 'I3', says: 'the guardian switches on whoever switched off' },
  'run-while-off': { breaks: 'I3', says: 'a run does not mind that PHS is off already' },
  'no-guardian': { breaks: 'I4', says: 'nothing is armed before the risk' },
  'no-armed-check': { breaks: 'I4', says: 'nobody looks at the guardian again before OFF' },
  'no-read-back': { breaks: 'I8', says: 'ON_SEEN is written without reading' },
  'key-by-name': { breaks: 'I1', says: 'two spellings of a connector are two pairs' },
  'run-again-after-repair': { breaks: 'I1', says: 'a repaired run may be repeated' },
  'no-lock': { breaks: 'I8', says: 'nobody takes the lock' },
  'no-event': { breaks: 'I2', says: 'OFF_INTENT stands in the journal alone' },
  'off-before-intent': { breaks: 'I2', says: 'OFF is called before its slot is written' },
  'no-finally': { breaks: 'I2', says: 'an error of the OFF call skips ON' },
  'repair-for-ever': { breaks: 'I3', says: 'the guardian switches on again and again after ON_SEEN' },
  'soak-ignores-lock': { breaks: 'I2', says: 'the soak counts while the call is still under way' },
  'parameter-is-no-evidence': { breaks: 'I1', says: 'the parameter on the server does not keep a run from starting' },
  'never-end-holder': { breaks: 'I2', says: 'a hung holder of the lock is left alone and nobody is told' },
  'torn-end-is-an-end': { breaks: 'I2', says: 'a damaged end ends a run that may have switched off' },
  'early-end-is-an-end': { breaks: 'I2', says: 'an end counts although nobody wrote down that PHS was on again' },
  'exit-code-believes-the-end': { breaks: 'silent', says: 'exit code 7 is not given where there is an end' },
  'server-events-shorten-the-soak': { breaks: 'I2', says: "the server's events of off and on end the soak" },
  'unauthentic-event-orders': { breaks: 'I3', says: 'an event that is not authentic permits, and is acted upon' },
  'unauthentic-event-calms': { breaks: 'rule', says: 'an event that is not authentic tells that PHS was on again' },
  'unauthentic-4111-counts': { breaks: 'rule', says: 'an event that is not authentic forbids the second repair' },
  'newest-event-counts': {
    breaks: 'rule',
    says: 'a copied permission counts as newer than the event that tells on again',
  },
  'doubt-is-an-unreadable-log': {
    breaks: 'I3',
    says: 'a run that went is repaired because nonsense stands in the log',
  },
  'recover-acts-on-events-alone': { breaks: 'I3', says: 'recovery acts on an event without a slot and without a task' },
  'task-vouches-by-name': {
    breaks: 'I3',
    says: "recovery takes anybody's task with the guardian's name for the guardian",
  },
  'supersede-follows-any-event': {
    breaks: 'rule',
    says: 'supersede believes in a run that only a made up event knows',
  },
  'reads-unprotected-root': { breaks: 'I3', says: 'slots below a folder of somebody else are read' },
  'only-upper-folders-judged': { breaks: 'I3', says: 'only the upper folders are judged' },
} as const satisfies Readonly<Record<string, { breaks: string; says: string }>>;

/** Name of a sabotage. */
export type Sabotage = keyof typeof sabotages;

/** The protocol that is explored: as designed, or with one sabotage. */
export type Variant = Sabotage | 'as-designed';
