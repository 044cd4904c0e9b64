import { counted } from '../base/text.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { isLeftOff, isOnlyDoubt, leftOffBy, mayBeLeftOff } from './decide.js';
import { describeEpoch, describeEvents } from './describe-run.js';
import { explainDoubt, explainHuman, explainOff, explainUnread } from './explain-blocked.js';
import { explainProgress } from './explain-progress.js';
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
import { recordOfKind, type Epoch } from './journal.js';
import { readGuardEvents } from './log-evidence.js';

function describeNow({ live, evidence }: VerdictInput): string {
  const name = live.adConnectorName === null ? 'this connector' : `"${live.adConnectorName}"`;
  if (live.channel === 'unreadable') {
    return `Whether password hash synchronization of ${name} is on could not be read just now.`;
  }
  const atWork = ' Whoever holds the lock of this connector is at work on it.';
  const mayBe =
    leftOffBy(evidence) === 'doubt'
      ? ' Events that cannot be verified say that a run of this tool left it off: check now.'
      : ' A run of this tool may have left it off: act now.';
  const left = !isLeftOff(evidence) ? '' : evidence.lock === 'busy' ? atWork : mayBe;
  return `Password hash synchronization of ${name} is ${live.channel === 'on' ? 'ON' : 'OFF'} (read just now).${left}`;
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
        safe: 'Check whether it finished (event 623), and look for the cause with diagnose. Another run belongs in a support case; only then supersede this one.',
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
            safe: 'Check whether that run finished (event 623). If the parameter is left over from a run long ago, set it aside with supersede; nothing is deleted.',
            next: [watch, 'phs-tool diagnose --only PHS208', setAside],
            ranAlready: true,
          }
        : {
            headline: 'The event log shows a run of this connector whose journal is gone: it was deleted or restored.',
            safe: 'A deleted journal is not a permission to run again. If you decide that one more run is right, record that with supersede of that run.',
            next: ['phs-tool guard show', watch, setAside],
            ranAlready: evidence.logSays !== 'more',
          };
  }
}

/** False for a run that went, and whose permission could only stand in a log that cannot be read. */
function isPermitted({ evidence: { stage, logSays } }: VerdictInput): boolean {
  return stage !== 'going' || logSays === 'off-intent';
}

/** It is off, and the run that left it off may have it turned on again. */
function explainRepair(input: VerdictInput): VerdictText {
  return {
    headline: isPermitted(input)
      ? 'A run of this tool was cut off and left password hash synchronization OFF.'
      : 'Password hash synchronization is OFF, and a run of this tool that was cut off may have left it off: whether it had the permission could not be looked up.',
    safe: 'Turn it on now; that is all that "recover" does. The guardian does the same within a minute if its task runs. If that fails: Restart-Service ADSync, then again.',
    next: [recoverLine(input.live), 'phs-tool guard show'],
  };
}

/** A journal that is not of this server, or of connectors with other names. */
function explainForeign(input: VerdictInput): VerdictText {
  return {
    headline: 'The journal of this connector belongs to another machine, or to connectors with other names.',
    safe: 'It was copied or restored, or the connectors were renamed. It is not used as evidence for a repair or a run. If this server replaces the other one on purpose, write that down with supersede.',
    next: ['phs-tool guard show', supersedeLine(input)],
  };
}

/** What was read leaves open whether a full sync has run before. */
function explainUnreadable(input: VerdictInput): VerdictText {
  if (isOnlyDoubt(input.evidence)) {
    return explainDoubt(input);
  }
  return {
    headline: 'Whether a full password sync has run before could not be read.',
    safe: '"Unreadable" does not mean "absent". Make it readable (see the conditions that do not hold) and run the command again.',
    next: ['phs-tool guard show', 'phs-tool status'],
  };
}

function explainByVerdict(input: VerdictInput, newest: Epoch | undefined): VerdictText {
  const plan = commandToCopy('phs-tool force-full-sync', [['connector', input.live.adConnectorName]]);
  if (input.live.channel === 'unreadable' && mayBeLeftOff(input.evidence) && input.evidence.lock !== 'busy') {
    return explainUnread(input);
  }
  switch (input.verdict) {
    case 'MAY_RUN':
      return {
        headline: 'Nothing is in the way of a full password sync.',
        safe: 'Nothing was changed.',
        next: [plan],
      };
    case 'ABANDONED_MAY_RUN':
      return {
        headline: 'An earlier run ended before anything was changed; another one may begin.',
        safe: 'Nothing was ever switched by the earlier run.',
        next: [plan],
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
      return explainRepair(input);
    case 'REFUSE_EVIDENCE_UNREADABLE':
      return explainUnreadable(input);
    case 'IN_PROGRESS':
      return explainProgress(input);
    case 'FOREIGN':
      return explainForeign(input);
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
        'The Application log holds no event of phs-tool of this connector: it wrapped or was cleared. The journal is the only evidence left; keep it.',
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
