import { broken, epochToRun, journalIndex, lockIndex, planHolds, step, tell, type Step } from './protocol.js';
import { isTrusted, journalSeen } from './seen.js';
import { at, edit, type Journal, type Run, type RunPlace, type State } from './state.js';
import type { Variant } from './variants.js';

interface Scene {
  readonly state: State;
  readonly who: number;
  readonly variant: Variant;
  readonly name: string;
  readonly run: Run;
  readonly index: number;
}

type Change = (next: State, run: Run, journal: Journal) => void;

function act(scene: Scene, label: string, place: RunPlace, change: Change = () => undefined): Step {
  const { state, who, index, name } = scene;
  return step(state, `${name}: ${label}`, (next) => {
    const run = edit(next.runs, who);
    run.place = place;
    change(next, run, edit(next.journals, index));
  });
}

function withFault(scene: Scene, label: string, place: RunPlace, change: Change = () => undefined): Step[] {
  if (scene.state.budget.fault === 0) {
    return [];
  }
  return [
    act(scene, label, place, (next, run, journal) => {
      next.budget.fault -= 1;
      change(next, run, journal);
    }),
  ];
}

/** A claim: what the checker knows of the epoch begins anew, also where a journal was deleted. */
function claims({ who, index }: Scene, { ghost }: State, run: Run, journal: Journal): void {
  journal.claimBy = who;
  journal.sawOn = run.sawOn;
  ghost.offCalls[index] = 0;
  for (const list of [ghost.added, ghost.readOn, ghost.intent, ghost.ended]) list[index] = false;
}

/** Creates a slot (first as an empty file), or goes where a slot that is there already leads. */
function create(
  scene: Scene,
  slot: keyof Journal,
  to: { created: RunPlace; written: RunPlace; taken: RunPlace },
): Step[] {
  const { state, index, variant } = scene;
  if (!isTrusted(state, variant)) {
    return [act(scene, 'finds the journal unprotected', to.taken)];
  }
  if (journalSeen(state, index, variant)[slot] === 'absent') {
    return [
      act(scene, `creates ${slot}`, to.created, (next, run, journal) => {
        if (next.root === 'absent') next.root = 'protected';
        Object.assign(journal, { [slot]: 'torn' });
        if (slot === 'off') next.ghost.intent[index] = true;
        if (slot === 'claim') claims(scene, next, run, journal);
      }),
    ];
  }
  return variant === 'exists-is-success'
    ? [act(scene, `finds ${slot} there and goes on`, to.written)]
    : [act(scene, `finds ${slot} there`, to.taken)];
}

function write(scene: Scene, slot: keyof Journal, value: string, to: { written: RunPlace; failed: RunPlace }): Step[] {
  if (at(scene.state.journals, scene.index)[slot] !== 'torn' || !isTrusted(scene.state, scene.variant)) {
    return [act(scene, `cannot read ${slot} back`, to.failed)];
  }
  return [
    act(scene, `writes ${slot} ${value}`, to.written, (_next, _run, journal) => {
      Object.assign(journal, { [slot]: value });
    }),
  ];
}

function begin(scene: Scene): Step[] {
  const { state, who, variant } = scene;
  const epoch = epochToRun(state, who, variant);
  return [
    epoch === -1
      ? act(scene, 'is refused', 'done')
      : act(scene, `may run in epoch ${epoch + 1}`, 'claim', (next, run) => {
          run.epoch = epoch;
          run.sawOn = next.on;
        }),
  ];
}

function takeLock(scene: Scene): Step[] {
  const { state, who, variant } = scene;
  if (variant === 'no-lock') {
    return [act(scene, 'takes no lock', 'recheck')];
  }
  const lock = lockIndex(variant, who);
  return at(state.locks, lock) === 0
    ? [
        act(scene, 'takes the lock', 'recheck', (next) => {
          next.locks[lock] = who + 1;
        }),
      ]
    : [act(scene, 'finds the lock busy', 'done')];
}

function recheck(scene: Scene): Step[] {
  const { state, who, variant } = scene;
  if (planHolds(state, who, variant)) {
    return [act(scene, 'finds the plan still holds', variant === 'add-before-go' ? 'add' : 'go')];
  }
  return [act(scene, 'finds the plan changed', 'closeGo')];
}

function add(scene: Scene): Step[] {
  const stored: Change = (next, _run, journal) => {
    if (journal.end !== 'absent') broken(next, 'I8: the parameter is stored after END');
    const isClosed = journal.go === 'absent' || journal.go === 'CLOSED';
    if (isClosed && next.ghost.lost === 'none') broken(next, 'I8: the parameter is stored without GO');
    next.param = true;
    next.ghost.added[scene.index] = true;
  };
  return [
    act(scene, 'stores the parameter', 'readParam', stored),
    ...withFault(scene, 'stores the parameter, which throws before', 'closeOff'),
    ...withFault(scene, 'stores the parameter, which throws after', 'closeOff', stored),
    ...withFault(scene, 'stores the parameter, which is dropped', 'readParam'),
    ...withFault(scene, 'stores the parameter, which comes late', 'readParam', (next) => {
      next.lateAdd = 0;
      next.ghost.added[scene.index] = true;
    }),
  ];
}

function switchOff(scene: Scene): Step[] {
  const { variant, index } = scene;
  const after = variant === 'off-before-intent' ? 'off' : 'switchOn';
  const thrown = variant === 'no-finally' ? 'release' : after;
  const called: Change = (next, run, journal) => {
    run.owes = true;
    next.ghost.calls += 1;
    next.ghost.offCalls[index] = at(next.ghost.offCalls, index) + 1;
    next.ghost.readOn[index] = false;
    next.answered = false;
    if (at(next.ghost.ended, index)) broken(next, 'I8: OFF is called after END');
    if (journal.off === 'CLOSED') broken(next, 'I1: OFF is called although its slot is closed');
  };
  const applied: Change = (next, run, journal) => {
    called(next, run, journal);
    next.on = false;
    next.offBy = 'tool';
  };
  const late: Change = (next, run, journal) => {
    called(next, run, journal);
    next.lateOff = 0;
  };
  const failing =
    (change: Change): Change =>
    (next, run, journal) => {
      change(next, run, journal);
      run.offFailed = true;
    };
  return [
    act(scene, 'switches off', after, applied),
    ...withFault(scene, 'switches off, which throws before', thrown, failing(called)),
    ...withFault(scene, 'switches off, which throws after', thrown, failing(applied)),
    ...withFault(scene, 'switches off, which throws and comes late', thrown, failing(late)),
    ...withFault(scene, 'switches off, which comes late', after, late),
    ...withFault(scene, 'switches off, which hangs before', 'hung', late),
    ...withFault(scene, 'switches off, which hangs after', 'hung', applied),
  ];
}

function switchOn(scene: Scene): Step[] {
  const place = scene.variant === 'no-read-back' ? 'on' : 'readBack';
  return [
    act(scene, 'switches on', place, (next, run) => {
      next.answered ||= !run.offFailed;
      if (!at(next.ghost.sawOn, scene.index)) broken(next, 'I3: the run switches on what it did not see on');
      next.on = true;
    }),
    ...withFault(scene, 'switches on, which is dropped', place, (next, run) => {
      next.answered ||= !run.offFailed;
    }),
  ];
}

function readBack(scene: Scene): Step[] {
  const { state, run, index } = scene;
  if (state.on) {
    return [
      act(scene, 'reads on', 'on', (next, own) => {
        own.owes = false;
        next.ghost.readOn[index] = true;
      }),
    ];
  }
  return run.tries === 0
    ? [
        act(scene, 'reads off and tries again', 'switchOn', (_next, own) => {
          own.tries += 1;
        }),
      ]
    : [
        act(scene, 'reads off and alarms', 'release', (next, own) => {
          own.owes = false;
          next.alarm = true;
        }),
      ];
}

function release(scene: Scene): Step[] {
  const lock = lockIndex(scene.variant, scene.who);
  return [
    act(scene, 'releases the lock', 'done', (next, run) => {
      if (run.owes) broken(next, 'I2: the run ends after OFF without having read on');
      if (at(next.locks, lock) === scene.who + 1) next.locks[lock] = 0;
    }),
  ];
}

function returns(scene: Scene): Step[] {
  return [
    act(scene, 'comes back from the hung call', 'switchOn', (next) => {
      if (next.lateOff >= 0) next.on = false;
      if (next.lateOff >= 0) next.offBy = 'tool';
      next.lateOff = -1;
    }),
  ];
}

function writesEvent(scene: Scene, which: 'go' | 'off', place: RunPlace): Step[] {
  const isLeftOut = scene.variant === 'no-event';
  return [
    act(scene, `writes the event of ${which}`, place, (next) => {
      if (!isLeftOut) tell(next, scene.index, which);
    }),
    ...withFault(scene, `cannot write the event of ${which}`, which === 'go' ? 'closeOff' : 'release'),
  ];
}

function arms(scene: Scene): Step[] {
  if (scene.variant === 'no-guardian') {
    return [act(scene, 'arms nothing', 'takeLock')];
  }
  if (at(scene.state.forged.tasks, scene.index)) {
    return [act(scene, 'is refused', 'done')];
  }
  return [
    act(scene, 'registers the guardian', 'waitArmed', (next) => {
      edit(next.guards, scene.index).task = true;
    }),
  ];
}

function checkArmed(scene: Scene): Step[] {
  const { state, index, variant } = scene;
  const place = variant === 'off-before-intent' ? 'switchOff' : 'off';
  const isArmed = at(state.guards, index).task || variant === 'no-armed-check' || variant === 'no-guardian';
  if (!isArmed || (!state.on && variant !== 'run-while-off')) {
    return [act(scene, isArmed ? 'finds PHS off' : 'finds no guardian', 'closeOff')];
  }
  return [
    act(scene, 'finds the guardian armed and PHS on', place, (next) => {
      next.ghost.sawOn[index] = state.on;
    }),
  ];
}

const toRelease = { taken: 'release', failed: 'release' } as const;
const toClose = { taken: 'closeOff', failed: 'closeOff' } as const;

const places: Readonly<Record<RunPlace, (scene: Scene) => Step[]>> = {
  idle: begin,
  claim: (scene) => create(scene, 'claim', { created: 'claimWrite', written: 'register', taken: 'done' }),
  claimWrite: (scene) => write(scene, 'claim', 'valid', { written: 'register', failed: 'done' }),
  register: arms,
  waitArmed: (scene) => [
    ...(journalSeen(scene.state, scene.index, scene.variant).armed === 'valid'
      ? [act(scene, 'finds ARMED', 'takeLock')]
      : []),
    act(scene, 'waits no longer', 'done'),
  ],
  takeLock,
  recheck,
  closeGo: (scene) => create(scene, 'go', { created: 'closeGoWrite', written: 'release', taken: 'release' }),
  closeGoWrite: (scene) => write(scene, 'go', 'CLOSED', { written: 'release', failed: 'release' }),
  closeOff: (scene) => create(scene, 'off', { created: 'closeOffWrite', written: 'release', taken: 'release' }),
  closeOffWrite: (scene) => write(scene, 'off', 'CLOSED', { written: 'release', failed: 'release' }),
  go: (scene) => create(scene, 'go', { created: 'goWrite', written: 'goEvent', ...toRelease }),
  goWrite: (scene) => write(scene, 'go', 'GO', { written: 'goEvent', ...toRelease }),
  goEvent: (scene) => writesEvent(scene, 'go', scene.variant === 'add-before-go' ? 'param' : 'add'),
  add,
  readParam: (scene) => [
    scene.state.param
      ? act(scene, 'reads the parameter', scene.variant === 'add-before-go' ? 'go' : 'param')
      : act(scene, 'does not find the parameter', 'closeOff'),
  ],
  param: (scene) => create(scene, 'param', { created: 'paramWrite', written: 'checkArmed', ...toClose }),
  paramWrite: (scene) => write(scene, 'param', 'valid', { written: 'checkArmed', ...toClose }),
  checkArmed,
  off: (scene) => create(scene, 'off', { created: 'offWrite', written: 'offEvent', ...toRelease }),
  offWrite: (scene) => write(scene, 'off', 'OFF_INTENT', { written: 'offEvent', ...toRelease }),
  offEvent: (scene) => writesEvent(scene, 'off', scene.variant === 'off-before-intent' ? 'switchOn' : 'switchOff'),
  switchOff,
  hung: returns,
  switchOn,
  readBack,
  on: (scene) => create(scene, 'on', { created: 'onWrite', written: 'release', ...toRelease }),
  onWrite: (scene) =>
    write(scene, 'on', scene.run.offFailed ? 'failed' : 'run', { written: 'release', failed: 'release' }).map(
      (written) => {
        const { ghost } = written.next;
        tell(written.next, scene.index, 'on');
        if (!at(ghost.readOn, scene.index)) broken(written.next, 'I8: ON_SEEN although nobody read on');
        return written;
      },
    ),
  release,
  done: () => [],
  dead: () => [],
};

/** What one run can do next. */
export function runSteps(state: State, who: number, variant: Variant): Step[] {
  const run = at(state.runs, who);
  const index = journalIndex(variant, who, run.epoch);
  return places[run.place]({ state, who, variant, run, index, name: who === 0 ? 'run A' : 'run B' });
}
