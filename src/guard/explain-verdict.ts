import { counted } from '../base/text.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { isLeftOff, isOnlyDoubt, leftOffBy, mayBeLeftOff } from './decide.js';
import { describeEpoch, describeEvents } from './describe-run.js';
import { explainDoubt, explainHuman, explainOff, explainUnread } from './explain-blocked.js';
import {
  onlyOnce,
  recoverLine,
  supersedeLine,
  watch,
  listRecoveryCommands,
  type Explanation,
  type VerdictText,
  type VerdictInput,
} from './explanation.js';
import { guardianIsArmed } from './guardian-task.js';
import { recordOfKind, type Epoch } from './journal.js';
import { readGuardEvents } from './log-evidence.js';

function describeNow({ live, evidence }: VerdictInput): string {
  const name = live.adConnectorName === null ? 'this pair' : `"${live.adConnectorName}"`;
  if (live.channel === 'unreadable') {
    return `Whether password hash synchronization of ${name} is on could not be read just now.`;
  }
  const atWork = ' Whoever holds the lock of this pair is at work on it.';
  const mayBe =
    leftOffBy(evidence) === 'doubt'
      ? ' Events that cannot be verified say that a run of this tool left it off: look at it now.'
      : ' A run of this tool may have left it off: act now.';
  const left = !isLeftOff(evidence) ? '' : evidence.lock === 'busy' ? atWork : mayBe;
  return `Password hash synchronization of ${name} is ${live.channel === 'on' ? 'ON' : 'OFF'} (read just now).${left}`;
}

function explainProgress({ evidence, live, inspection, epochs }: VerdictInput): VerdictText {
  const newest = epochs.at(-1);
  const failed = newest !== undefined && (recordOfKind(newest, 'ON_SEEN')?.offError ?? null) !== null;
  const triggered = failed
    ? 'A run could not switch off, or the server said so; whether a full password sync was triggered is not known.'
    : 'A full password sync was triggered.';
  const recover = recoverLine(live);
  if (evidence.lock === 'busy') {
    return {
      headline: 'A run or its guardian is at work on this pair right now.',
      safe: 'Wait: whoever works holds a lock that ends with its process. A call of the server that hangs and leaves synchronization off is ended by the guardian after five minutes, and synchronization is turned on; while it is on, the guardian only waits.',
      next: ['phs-tool guard show'],
    };
  }
  const isGone = guardianIsArmed(inspection, live.pair, newest?.number ?? 0) === false;
  if ((evidence.stage === 'on-seen' || evidence.stage === 'again') && isGone) {
    return {
      headline: `${triggered} Its guardian is gone before it saw synchronization stay on.`,
      safe: 'Its task was removed or disabled. "guard recover" arms it again; it then ends the run by itself, after three to forty-five minutes.',
      next: [recover, 'phs-tool guard show', watch],
      ranAlready: true,
    };
  }
  if (evidence.stage === 'on-seen' || evidence.stage === 'again') {
    return {
      headline: `${triggered} Its guardian still watches that synchronization stays on.`,
      safe: 'Nothing needs to be done. The guardian ends the run by itself, after three to forty-five minutes.',
      next: ['phs-tool guard show', watch],
      ranAlready: true,
    };
  }
  if (evidence.earlier === 'unfinished-off') {
    return {
      headline: 'An earlier run that may have switched off has not come to its end.',
      safe: 'Let its guardian finish, or recover; do not begin another run before.',
      next: ['phs-tool guard show', recover],
    };
  }
  if (evidence.stage === 'going' && evidence.log === 'unreadable') {
    return {
      headline:
        'A run of this pair was begun and has not come to its end. Whether it switched off cannot be told: the event log could not be read.',
      safe: 'Make the Application log readable and ask again. The guardian turns on what it finds off meanwhile.',
      next: ['Get-Service EventLog', 'phs-tool guard show', recover],
    };
  }
  return {
    headline: 'A run of this pair was begun and has not come to its end. Nothing was switched off.',
    safe: 'Synchronization was not touched. The guardian closes such a run with one of its next starts, after ten at the most; "guard recover" closes it at once, also where no guardian was armed.',
    next: ['phs-tool guard show', recover],
  };
}

function explainEarlierRun(input: VerdictInput): VerdictText {
  const { evidence } = input;
  const setAside = supersedeLine(input);
  const again = [watch, 'phs-tool diagnose', setAside];
  switch (evidence.stage) {
    case 'verified':
    case 'repaired':
    case 'off-intent':
      return {
        headline:
          evidence.stage === 'repaired'
            ? 'A full password sync of this connector has been triggered already; the run was cut off and repaired.'
            : 'A full password sync of this connector has been triggered already by this tool.',
        safe: 'See whether it came to its end (event 623), and look for the cause with diagnose. A further run belongs into a support case; only then supersede this one.',
        next: again,
        ranAlready: true,
      };
    case 'param-only':
      return {
        headline: 'An earlier run set the parameter and switched nothing.',
        safe: 'Synchronization was not touched. The parameter makes the next restart of the channel a full sync: that restart may be all that is needed. A further run needs a supersede.',
        next: ['phs-tool guard show', watch, setAside],
      };
    default:
      return evidence.logSays === 'agrees'
        ? {
            headline:
              'A full password sync of this connector has been triggered outside this tool: its parameter is still there.',
            safe: 'See whether that run came to its end (event 623). Where the parameter is left over from a run long ago, set it aside with supersede; nothing is deleted.',
            next: [watch, 'phs-tool diagnose --only PHS208', setAside],
            ranAlready: true,
          }
        : {
            headline: 'The event log tells of a run of this pair whose journal is gone: it was deleted or restored.',
            safe: 'A deleted journal is not a permission to run again. If somebody decides that one more run is right, this is written down with supersede of that run.',
            next: ['phs-tool guard show', watch, setAside],
            ranAlready: evidence.logSays !== 'more',
          };
  }
}

/** False for a run that went, and whose permission could only stand in a log that cannot be read. */
function isPermitted({ evidence: { stage, logSays } }: VerdictInput): boolean {
  return stage !== 'going' || logSays === 'off-intent';
}

function explainByVerdict(input: VerdictInput, newest: Epoch | undefined): VerdictText {
  const recover = recoverLine(input.live);
  const confirm = `${commandToCopy('phs-tool force-full-sync', [['connector', input.live.adConnectorName]])} --confirm`;
  if (input.live.channel === 'unreadable' && mayBeLeftOff(input.evidence) && input.evidence.lock !== 'busy') {
    return explainUnread(input);
  }
  switch (input.verdict) {
    case 'MAY_RUN':
      return {
        headline: 'Nothing stands in the way of a full password sync.',
        safe: 'Nothing was changed by asking.',
        next: [confirm],
      };
    case 'ABANDONED_MAY_RUN':
      return {
        headline: 'An earlier run ended before anything was changed; another one may begin.',
        safe: 'Nothing was ever switched by the earlier run.',
        next: [confirm],
      };
    case 'REFUSE_ALREADY_RUN':
      return explainEarlierRun(input);
    case 'UNKNOWN_OUTCOME':
      return {
        headline: 'An earlier run may have switched off and on; nobody saw it. It is used up.',
        safe: 'Do not repeat it. See in the events whether the full sync ran; if it did not, contact Microsoft support.',
        next: [watch, 'phs-tool guard show', ...listRecoveryCommands(input)],
        ranAlready: true,
      };
    case 'REFUSE_PHS_OFF':
      return explainOff(input);
    case 'REPAIR_NOW':
      return {
        headline: isPermitted(input)
          ? 'A run of this tool was cut off and left password hash synchronization OFF.'
          : 'Password hash synchronization is OFF, and a run of this tool that was cut off may have left it off: whether it had the permission could not be looked up.',
        safe: 'Turn it on now; that is all that "recover" does. The guardian does the same within a minute where its task runs. Where it fails: Restart-Service ADSync, then again.',
        next: [recover, 'phs-tool guard show'],
      };
    case 'REFUSE_EVIDENCE_UNREADABLE':
      if (isOnlyDoubt(input.evidence)) {
        return explainDoubt(input);
      }
      return {
        headline: 'Whether a full password sync has run before could not be read.',
        safe: 'What cannot be read cannot be called absent. Make it readable (see the conditions that do not hold) and ask again.',
        next: ['phs-tool guard show', 'phs-tool status'],
      };
    case 'IN_PROGRESS':
      return explainProgress(input);
    case 'FOREIGN':
      return {
        headline: 'The journal of this pair belongs to another machine, or to connectors with other names.',
        safe: 'It was copied or restored, or the connectors were renamed. Nothing is repaired or run on its word. Where this server replaces the other one on purpose, write that down with supersede.',
        next: ['phs-tool guard show', supersedeLine(input)],
      };
    case 'HUMAN':
      return explainHuman(input, newest);
  }
}

function parameterText({ live }: VerdictInput): readonly string[] {
  return typeof live.parameter === 'string'
    ? [`The connector carries Microsoft.Synchronize.ForceFullPasswordSync = "${live.parameter}".`]
    : [];
}

/** A journal with runs and a log without any event of them: the second store is gone. */
function lostEventsText({ inspection }: VerdictInput, epochs: readonly Epoch[], count: number): readonly string[] {
  return epochs.length > 0 && count === 0 && inspection.eventLog.state === 'read'
    ? [
        'The Application log holds no event of phs-tool of this pair: it wrapped or was cleared. The journal is the only evidence left; keep it.',
      ]
    : [];
}

/** Where the journal and this server differ. */
function foreignText({ inspection, live, evidence }: VerdictInput, epochs: readonly Epoch[]): readonly string[] {
  const claim = epochs.flatMap((epoch) => recordOfKind(epoch, 'CLAIM') ?? []).at(-1);
  if (claim === undefined || (evidence.identity !== 'foreign' && evidence.identity !== 'renamed')) {
    return [];
  }
  const { machineId, machineName } = inspection.platform;
  return evidence.identity === 'foreign'
    ? [
        `The journal is of the machine ${claim.machine ?? 'unknown'} (${claim.machineId}), this is ${machineName ?? 'unknown'} (${machineId ?? 'unknown'}).`,
      ]
    : [
        `The journal is of the connectors "${claim.adName ?? ''}" and "${claim.entraName ?? ''}", now they are "${live.adConnectorName ?? ''}" and "${live.entraConnectorName ?? ''}".`,
      ];
}

/** More events than are looked at. */
function leftOutText({ eventsLeftOut: { count } }: VerdictInput['inspection']): readonly string[] {
  return count === 0 ? [] : [`Application log: ${counted(count, 'more event')} of phs-tool that cannot be verified.`];
}

/** Explains a verdict; pure. Texts may come from operators and the directory: views escape them. */
export function explainVerdict(input: VerdictInput): Explanation {
  const { inspection, live, epochs } = input;
  const events = readGuardEvents(inspection).events.filter(({ pair }) => pair === live.pair);
  const { ranAlready, ...said } = explainByVerdict(input, epochs.at(-1));
  return {
    ...said,
    found: [
      ...epochs.flatMap(describeEpoch),
      ...describeEvents(events),
      ...leftOutText(inspection),
      ...lostEventsText(input, epochs, events.length),
      ...foreignText(input, epochs),
      ...parameterText(input),
    ],
    now: describeNow(input),
    ...(ranAlready === true ? { microsoft: onlyOnce } : {}),
  };
}
