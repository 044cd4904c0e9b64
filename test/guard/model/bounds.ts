import { calm, type Bounds } from './explore.js';
import type { Budget } from './state.js';
import type { Sabotage } from './variants.js';

/** Bounds without the protocol that is explored within them. */
export type Trial = Omit<Bounds, 'variant' | 'onStep'>;

function one(budget: Partial<Budget> = {}): Trial {
  return { operators: 1, budget: { ...calm, ...budget } };
}

function two(budget: Partial<Budget> = {}): Trial {
  return { operators: 2, budget: { ...calm, ...budget } };
}

/** Within these bounds each sabotage must be found out, and the protocol as designed must hold. */
export const trials: Readonly<Record<Sabotage, Trial>> = {
  'no-closed': one(),
  'disarm-at-first-on': one({ fault: 1 }),
  'add-before-go': one(),
  'exists-is-success': two(),
  'torn-is-absent': one({ power: 1, tamper: 1 }),
  'repair-anyones-off': one({ admin: 1 }),
  'run-while-off': one({ admin: 1 }),
  'no-guardian': one(),
  'no-armed-check': one({ tamper: 1 }),
  'no-read-back': one(),
  'key-by-name': two(),
  'run-again-after-repair': two(),
  'no-lock': one(),
  'no-event': one({ power: 1 }),
  'off-before-intent': one(),
  'no-finally': one({ fault: 1 }),
  'repair-for-ever': one({ admin: 2 }),
  'soak-ignores-lock': one({ fault: 1 }),
  'parameter-is-no-evidence': { ...two({ tamper: 2 }), oneAfterAnother: true },
  'never-end-holder': one(),
  'torn-end-is-an-end': one({ kill: 1, tamper: 1 }),
  'early-end-is-an-end': one({ kill: 1, tamper: 1 }),
  'exit-code-believes-the-end': one({ kill: 1, tamper: 1 }),
  'server-events-shorten-the-soak': { ...one({ kill: 1, fault: 1, forge: 1 }), withoutComparison: true },
  'unauthentic-event-orders': { ...one({ admin: 1, forge: 1 }), withoutComparison: true },
  'unauthentic-event-calms': one({ kill: 1, forge: 1, tamper: 1 }),
  'unauthentic-4111-counts': one({ admin: 1, forge: 1 }),
  'newest-event-counts': one({ admin: 1, tamper: 1, forge: 1 }),
  'doubt-is-an-unreadable-log': { ...one({ kill: 1, admin: 1, forge: 1 }), withoutComparison: true },
  'recover-acts-on-events-alone': one({ admin: 1, recover: 1, tamper: 1 }),
  'task-vouches-by-name': {
    ...one({ admin: 1, recover: 1, tamper: 1, forge: 1 }),
    withoutComparison: true,
  },
  'supersede-follows-any-event': one({ supersede: 1, forge: 1 }),
  'reads-unprotected-root': { ...one({ admin: 1, recover: 1, forge: 1 }), withoutComparison: true },
  'only-upper-folders-judged': { ...one({ admin: 2, recover: 1, forge: 1 }), withoutComparison: true },
};

/** Sabotages that take longer than the normal suite has time for. */
export const slowTrials: readonly Sabotage[] = [
  ...(['key-by-name', 'parameter-is-no-evidence', 'recover-acts-on-events-alone'] as const),
  ...(['server-events-shorten-the-soak', 'unauthentic-event-calms', 'newest-event-counts'] as const),
  'task-vouches-by-name',
];

/** What the normal suite explores. */
export const smallBounds: readonly Trial[] = [
  one({ kill: 1, fault: 1 }),
  two(),
  one({ power: 1 }),
  one({ admin: 2 }),
  one({ forge: 1, kill: 1 }),
];

/** What `npm run test:deep` explores. */
export const fullBounds: readonly Trial[] = [
  two({ kill: 1, fault: 1 }),
  two({ kill: 1, guardKill: 1, recover: 1 }),
  two({ kill: 1, recover: 1, supersede: 1 }),
  two({ power: 1, kill: 1 }),
  { ...two({ kill: 1, fault: 1, supersede: 1 }), oneAfterAnother: true },
  { ...two({ tamper: 2 }), oneAfterAnother: true },
  one({ kill: 1, guardKill: 1, power: 1, fault: 1, admin: 1 }),
  one({ kill: 1, fault: 2, admin: 1, recover: 1 }),
  one({ kill: 1, power: 1, tamper: 1, fault: 1 }),
  one({ kill: 1, fault: 1, admin: 2, tamper: 1 }),
  one({ power: 2, fault: 1, guardKill: 1 }),
  one({ forge: 3 }),
  one({ forge: 2, kill: 1, admin: 1 }),
  one({ forge: 2, tamper: 1 }),
  one({ forge: 2, power: 1 }),
  one({ forge: 1, kill: 1, fault: 1, admin: 1 }),
  one({ forge: 1, kill: 1, tamper: 1, recover: 1 }),
  one({ forge: 1, tamper: 1, admin: 1, recover: 1 }),
  one({ forge: 1, admin: 2, recover: 1 }),
  two({ forge: 1, kill: 1 }),
  { ...two({ forge: 1, kill: 1, supersede: 1 }), oneAfterAnother: true },
];

/** Bounds as a reader takes them in. */
export function describeTrial({ operators, budget, oneAfterAnother = false }: Trial): string {
  const spent = Object.entries(budget).filter(([, count]) => count > 0);
  const outside = spent.map(([what, count]) => `${count} ${what}`).join(', ');
  const who = operators === 1 ? 'one operator' : oneAfterAnother ? 'two operators in turn' : 'two operators';
  return `${who}, ${outside === '' ? 'nothing from outside' : outside}`;
}
