import { quoteForPowerShell } from '../checks/evidence.js';
import { isLeftOff, type Verdict } from './decide.js';
import { describeEpoch, describeEvents } from './describe-run.js';
import { guardEventsOf, type LivePair } from './derive-evidence.js';
import type { GuardEvidence } from './evidence.js';
import type { Inspection } from './inspection.js';
import { isNewer, readPairJournal, runOf, type Epoch } from './journal.js';

/** What Microsoft's page says of the script for a full sync. */
export const onlyOnce =
  'Run this script only once. If you need to run it more than once, something else is the problem.';

/** A verdict for a person: what was found (where, when, by whom), whether it is on now, what is safe, what to do next. */
export interface Explanation {
  /** One sentence. */
  readonly headline: string;
  /** What was found, one sentence each. */
  readonly found: readonly string[];
  /** Whether password hash synchronization is on right now. */
  readonly now: string;
  /** What is safe to do, and what is not. */
  readonly safe: string;
  /** The exact commands, the first one first. */
  readonly next: readonly string[];
  /** Microsoft's sentence, where a full sync has run already. */
  readonly microsoft?: string;
}

/** What an explanation is made of. */
export interface VerdictInput {
  readonly inspection: Inspection;
  readonly live: LivePair;
  readonly evidence: GuardEvidence;
  readonly verdict: Verdict;
}

const watch = 'phs-tool events --id 617,618,621,622,623';
const byHand = 'Restart-Service ADSync';

/** `--connector` with the name as PowerShell takes it, or nothing when the name is not known. */
export function connectorArgument(name: string | null): string {
  return name === null ? '' : ` --connector ${quoteForPowerShell(name)}`;
}

function supersedeLine(epoch: Epoch | undefined, live: LivePair): string {
  const run = epoch === undefined ? null : runOf(epoch);
  const what = run === null ? '--evidence parameter' : `--run ${run}`;
  return `phs-tool guard supersede ${what}${connectorArgument(live.adConnectorName)} --reason "Microsoft support case ..."`;
}

function nowOf({ live, evidence }: VerdictInput): string {
  const name = live.adConnectorName === null ? 'this pair' : `"${live.adConnectorName}"`;
  if (live.channel === 'unreadable') {
    return `Whether password hash synchronization of ${name} is on could not be read just now.`;
  }
  const left = isLeftOff(evidence) ? ' A run of this tool may have left it off: act now.' : '';
  return `Password hash synchronization of ${name} is ${live.channel === 'on' ? 'ON' : 'OFF'} (read just now).${left}`;
}

type Said = Pick<Explanation, 'headline' | 'safe' | 'next'> & { readonly ranAlready?: boolean };

function ofProgress({ evidence, live }: VerdictInput): Said {
  const recover = `phs-tool guard recover${connectorArgument(live.adConnectorName)}`;
  if (evidence.lock === 'busy') {
    return {
      headline: 'A run or its guardian is at work on this pair right now.',
      safe: 'Wait: whoever works holds a lock that ends with its process. A call of the server that hangs is ended by the guardian after five minutes, and synchronization is turned on.',
      next: ['phs-tool guard show'],
    };
  }
  if (evidence.stage === 'on-seen' || evidence.stage === 'again') {
    return {
      headline: 'A full password sync was triggered; its guardian still watches that synchronization stays on.',
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
  return {
    headline: 'A run of this pair was begun and has not come to its end. Nothing was switched off.',
    safe: 'Synchronization was not touched. The guardian closes such a run after ten minutes; where it was never armed, "guard recover" closes it at once.',
    next: ['phs-tool guard show', recover],
  };
}

function ofEarlierRun({ evidence, live }: VerdictInput, newest: Epoch | undefined): Said {
  const again = [watch, 'phs-tool diagnose', supersedeLine(newest, live)];
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
        next: ['phs-tool guard show', watch, supersedeLine(newest, live)],
      };
    default:
      return evidence.logSays === 'agrees'
        ? {
            headline:
              'A full password sync of this connector has been triggered outside this tool: its parameter is still there.',
            safe: 'See whether that run came to its end (event 623). Where the parameter is left over from a run long ago, set it aside with supersede; nothing is deleted.',
            next: [watch, 'phs-tool diagnose --only PHS208', supersedeLine(undefined, live)],
            ranAlready: true,
          }
        : {
            headline: 'The event log tells of a run of this pair whose journal is gone: it was deleted or restored.',
            safe: 'A deleted journal is no permission to run again. If somebody decides that it is, this is written down with supersede.',
            next: ['phs-tool guard show', watch, supersedeLine(newest, live)],
            ranAlready: evidence.logSays === 'off-intent',
          };
  }
}

function ofHuman({ evidence, inspection }: VerdictInput, newest: Epoch | undefined): Said {
  if (newest !== undefined && isNewer(newest)) {
    return {
      headline: 'The journal was written by a newer phs-tool.',
      safe: 'This version does not judge what it does not understand. Use the newer version.',
      next: ['phs-tool --version', 'phs-tool guard show'],
    };
  }
  if (evidence.journal === 'untrusted') {
    const found = inspection.directories.find(({ role }) => role === 'journal');
    return {
      headline: 'Others than administrators may have written to the journal.',
      safe: `Find out who made or changed ${found?.path ?? 'the directory of the journal'} before anything else: what stands in it cannot be believed.`,
      next: [`icacls "${found?.path ?? ''}"`, 'phs-tool guard show'],
    };
  }
  return {
    headline: 'The journal of this pair is damaged or contradicts itself or the event log: a person must look at it.',
    safe: 'Do not delete or repair files of the journal: they are the evidence. See whether synchronization is on, and whether a full sync ran (event 623).',
    next: ['phs-tool guard show', 'phs-tool status', watch],
  };
}

function ofOff({ evidence, live }: VerdictInput): Said {
  const recover = `phs-tool guard recover${connectorArgument(live.adConnectorName)}`;
  if (isLeftOff(evidence)) {
    return {
      headline: 'Password hash synchronization is OFF, and a run of this tool may have left it off.',
      safe: 'Turning it on is safe. Where it was turned on before and is off again, somebody else may mean it: ask first.',
      next: [recover, 'phs-tool status'],
    };
  }
  return {
    headline: 'Password hash synchronization of this connector is off, and not by this tool.',
    safe: 'The tool never turns on what it did not switch off. A full sync is not the cure: turn synchronization on in the wizard, and passwords go again.',
    next: ['phs-tool status', 'phs-tool diagnose --only PHS205'],
  };
}

function saidOf(input: VerdictInput, newest: Epoch | undefined): Said {
  const recover = `phs-tool guard recover${connectorArgument(input.live.adConnectorName)}`;
  const confirm = `phs-tool force-full-sync${connectorArgument(input.live.adConnectorName)} --confirm`;
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
      return ofEarlierRun(input, newest);
    case 'UNKNOWN_OUTCOME':
      return {
        headline: 'An earlier run may have switched off and on; nobody saw it. It is used up.',
        safe: 'Do not repeat it. See in the events whether the full sync ran; if it did not, contact Microsoft support.',
        next: [watch, 'phs-tool guard show', supersedeLine(newest, input.live)],
        ranAlready: true,
      };
    case 'REFUSE_PHS_OFF':
      return ofOff(input);
    case 'REPAIR_NOW':
      return {
        headline: 'A run of this tool was cut off and left password hash synchronization OFF.',
        safe: 'Turn it on now; that is all that "recover" does. The guardian does the same within a minute where its task runs.',
        next: [recover, byHand, 'phs-tool guard show'],
      };
    case 'REFUSE_EVIDENCE_UNREADABLE':
      return {
        headline: 'Whether a full password sync has run before could not be read.',
        safe: 'What cannot be read cannot be called absent. Make it readable (see the conditions that do not hold) and ask again.',
        next: ['phs-tool guard show', 'phs-tool status'],
      };
    case 'IN_PROGRESS':
      return ofProgress(input);
    case 'FOREIGN':
      return {
        headline: 'The journal of this pair belongs to another machine, or to connectors with other names.',
        safe: 'It was copied or restored, or the connectors were renamed. Nothing is repaired or run on its word. Where this server replaces the other one on purpose, write that down with supersede.',
        next: ['phs-tool guard show', supersedeLine(newest, input.live)],
      };
    case 'HUMAN':
      return ofHuman(input, newest);
  }
}

function parameterText({ live }: VerdictInput): readonly string[] {
  return typeof live.parameter === 'string'
    ? [`The connector carries Microsoft.Synchronize.ForceFullPasswordSync = "${live.parameter}".`]
    : [];
}

/** Explains a verdict; pure. Texts may come from operators and the directory: views escape them. */
export function explainVerdict(input: VerdictInput): Explanation {
  const { inspection, live } = input;
  const { epochs } = readPairJournal(inspection, live.pair);
  const events = guardEventsOf(inspection).events.filter(({ pair }) => pair === live.pair);
  const { ranAlready, ...said } = saidOf(input, epochs.at(-1));
  return {
    ...said,
    found: [...epochs.flatMap(describeEpoch), ...describeEvents(events), ...parameterText(input)],
    now: nowOf(input),
    ...(ranAlready === true ? { microsoft: onlyOnce } : {}),
  };
}
