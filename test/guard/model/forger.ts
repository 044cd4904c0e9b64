import { newestSlot, step, type Step } from './protocol.js';
import { at, type State } from './state.js';
import { nothingForged, plantedStories, toldKinds, type Forged, type Told } from './told.js';

/**
 * A user who is signed in to the server and has no rights on it: what he can write, at any moment. Events under the tool's
 * source that nobody authenticated, copies of events that the tool wrote, events under the server's source, so many events that
 * the log forgets the old ones, a scheduled task of his own with the name of a guardian, and the journal's folder while nobody
 * else has made it.
 */
type Forgery = readonly [label: string, forged: Partial<Forged>];

function marked(list: readonly Told[], index: number, kind: keyof Told): readonly Told[] {
  return list.map((told, place) => (place === index ? { ...told, [kind]: true } : told));
}

function fakesAndCopies(state: State): Forgery[] {
  const { forged } = state;
  return [0, 1].flatMap((index) =>
    toldKinds.flatMap((kind): Forgery[] => {
      const isFaked = at(forged.fakes, index)[kind];
      const canCopy = at(state.written, index)[kind] && !at(forged.copies, index)[kind];
      const run = `the event of ${kind} of run ${index + 1}`;
      return [
        ...(isFaked ? [] : [[`makes up ${run}`, { fakes: marked(forged.fakes, index, kind) }] as const]),
        ...(canCopy ? [[`copies ${run}`, { copies: marked(forged.copies, index, kind) }] as const] : []),
      ];
    }),
  );
}

function otherEvents({ forged }: State): Forgery[] {
  return [
    ...(forged.noise ? [] : [["writes nonsense as an event of the tool's", { noise: true }] as const]),
    ...(forged.switched ? [] : [["writes the server's events of off and on", { switched: true }] as const]),
    ...(forged.alive ? [] : [["writes a sign of life as the server's", { alive: true }] as const]),
  ];
}

/** A name that a task of an administrator has is taken; and whoever comes first has it. */
function squattedTasks({ forged, guards }: State): Forgery[] {
  return [0, 1].flatMap((index): Forgery[] =>
    at(forged.tasks, index) || at(guards, index).task
      ? []
      : [
          [
            `registers a task with the name of guardian ${index + 1}`,
            { tasks: forged.tasks.map((is, place) => is || place === index) },
          ],
        ],
  );
}

function planted({ root, forged }: State): Forgery[] {
  const isHis = root === 'planted' || root === 'repaired';
  if (root === 'protected') {
    return [];
  }
  const others = plantedStories.filter((story) => !isHis || story !== forged.story);
  return others.map((story) => [`makes the journal's folder (${story})`, { story }] as const);
}

/** The log wraps around: what the tool wrote is gone, copies with it. Not where the journal has lost the same (docs/guard-testing.md, "What is not covered"). */
function flood(state: State): Step[] {
  const told = [...state.events, ...state.forged.copies].some((event) => toldKinds.some((kind) => event[kind]));
  if (!told || state.ghost.lost === 'journal' || state.root !== 'protected') {
    return [];
  }
  return [
    forge(state, 'floods the log', (next) => {
      next.ghost.lost = 'events';
      next.events = nothingForged.copies.slice();
      next.forged = { ...next.forged, copies: nothingForged.copies };
    }),
  ];
}

function forge(state: State, label: string, change: (next: State) => void): Step {
  return step(state, `a user ${label}`, (next) => {
    next.budget.forge -= 1;
    change(next);
  });
}

/** What the user can do next. */
export function forgerSteps(state: State): Step[] {
  if (state.budget.forge === 0) {
    return [];
  }
  const written = [...fakesAndCopies(state), ...otherEvents(state), ...squattedTasks(state)].map(([label, forged]) =>
    forge(state, label, (next) => {
      next.forged = { ...next.forged, ...forged };
    }),
  );
  const made = planted(state).map(([label, forged]) =>
    forge(state, label, (next) => {
      next.forged = { ...next.forged, ...forged };
      if (next.root === 'absent') next.root = 'planted';
    }),
  );
  return [...written, ...made, ...flood(state)];
}

/** Whether anything that he wrote is there. */
export function isForged({ forged, root }: State): boolean {
  return forged !== nothingForged || root === 'planted' || root === 'repaired';
}

/** The same state as though he had written nothing. */
export function withoutForgery(state: State): State {
  const isEmpty = state.journals.every((journal) => newestSlot(journal) === undefined);
  return step(state, '', (next) => {
    next.forged = nothingForged;
    next.root = isEmpty ? 'absent' : 'protected';
  }).next;
}
