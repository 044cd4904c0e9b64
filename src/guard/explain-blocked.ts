import { quoteForPowerShell } from '../base/text.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { isLeftOff, leftOffBy } from './decide.js';
import { journalPlaces } from './derive-evidence.js';
import {
  recoverLine,
  supersedeLine,
  watch,
  listRecoveryCommands,
  type VerdictText,
  type VerdictInput,
} from './explanation.js';
import { isNewer, isOver, recordOfKind, tornSlots, type Epoch } from './journal.js';
import { runOnlyInEvents } from './log-evidence.js';
import { moveAside } from './refusals.js';

/** How a run whose records are damaged is brought to its end, and then set aside. */
function explainDamage(input: VerdictInput, newest: Epoch | undefined): VerdictText {
  const hasEnded = newest === undefined || isOver(newest);
  const torn = newest === undefined ? [] : tornSlots(newest).map(({ slot }) => slot);
  const what = torn.length === 0 ? '' : ` (${torn.join(', ')})`;
  const isSet = newest !== undefined && recordOfKind(newest, 'SUPERSEDE') !== undefined && newest.slots.size === 1;
  const first = hasEnded
    ? 'That run is over; "guard recover" turns on what it may have left switched off and removes its task.'
    : 'First "guard recover": it turns on what the run may have left switched off and arms its guardian, which ends the run when synchronization has stayed on.';
  return {
    headline: `The journal of this connector is damaged${what} or contradicts itself or the event log: a person must check it.`,
    safe: `Do not delete or repair files of the journal: they are the evidence. ${first} See whether a full sync ran (event 623). If one more run is needed after its end, set this one aside with supersede and say why.`,
    next: [
      ...(isSet || !hasEnded ? [] : [recoverLine(input.live)]),
      ...(isSet ? [supersedeLine(input)] : listRecoveryCommands(input)),
      'phs-tool guard show',
      watch,
    ],
  };
}

/** Explains HUMAN: what makes the journal unbelievable, and what helps. */
export function explainHuman(input: VerdictInput, newest: Epoch | undefined): VerdictText {
  if (newest !== undefined && isNewer(newest)) {
    return {
      headline: 'The journal was written by a newer phs-tool.',
      safe: 'This version does not judge what it does not understand. Use the newer version.',
      next: ['phs-tool --version', 'phs-tool guard show'],
    };
  }
  if (input.evidence.journal === 'untrusted') {
    const places = journalPlaces(input.inspection, input.live.pair);
    const found = places.find(({ state }) => state !== 'protected' && state !== 'absent');
    const path = found?.path ?? 'the directory of the journal';
    return {
      headline: 'Accounts other than administrators may have written to the journal, so nothing in it was read.',
      safe: `Find out who made or changed ${path} (${found?.detail ?? found?.state ?? 'not reported'}) before anything else. Do not repair its rights: move it aside (phs-tool help full-sync, "An untrusted folder"). "phs-tool status" reports whether synchronization is on.`,
      next: [
        `icacls ${quoteForPowerShell(path)}`,
        'phs-tool status',
        moveAside('$env:ProgramData'),
        'phs-tool guard setup',
      ],
    };
  }
  return explainDamage(input, newest);
}

/** The id of the newest run that the authentic events permit. */
function nameRun(input: VerdictInput): string {
  return runOnlyInEvents(input) ?? 'ID';
}

/** What events that cannot be verified are, and who may have written them. */
function describeWriter({ inspection }: VerdictInput): string {
  return inspection.eventKey.state === 'present'
    ? 'Every user who is signed in to this server can write such events, and so did versions of phs-tool before this one; this version did not write them.'
    : `The key that the events are verified with is ${inspection.eventKey.state}${inspection.eventKey.detail === null ? '' : ` (${inspection.eventKey.detail})`}: it cannot be verified who wrote them, and every user who is signed in to this server can write such events.`;
}

/** Explains that events of the tool's source cannot be verified: no run may begin, and nothing follows from what they say. */
export function explainDoubt(input: VerdictInput): VerdictText {
  return {
    headline:
      'The event log holds events of the source phs-tool that cannot be verified, so a full sync is not allowed to run.',
    safe: `${describeWriter(input)} Find out who did. They are not used as evidence. If you decide that they mean nothing, record that with supersede; nothing is deleted.`,
    next: [
      'phs-tool guard show',
      commandToCopy('phs-tool guard supersede --evidence events', [
        ['connector', input.live.adConnectorName],
        ['reason', '...'],
      ]),
    ],
  };
}

/** It is off, and only events say that a run may have done it: they order nothing, and nothing is called safe. */
function explainEventsOnly(input: VerdictInput): VerdictText {
  const isDoubt = leftOffBy(input.evidence) === 'doubt';
  return isDoubt
    ? {
        headline:
          'Password hash synchronization is OFF, and events that cannot be verified say that a run of this tool had the permission to switch it off.',
        safe: `${describeWriter(input)} Ask whether it is meant to be off. If it is not, turn it on in the Entra Connect wizard; this tool does not do it on the word of such events.`,
        next: ['phs-tool guard show', 'phs-tool status', 'phs-tool diagnose --only PHS205'],
      }
    : {
        headline:
          'Password hash synchronization is OFF. Events of this tool say that a run had the permission to switch it off; the journal of that run and its guardian are gone.',
        safe: 'Ask whether it is meant to be off. If it is not, turn it on: name the run to "guard recover", or use the Entra Connect wizard.',
        next: ['phs-tool guard show', `${recoverLine(input.live)} --run ${nameRun(input)}`, 'phs-tool status'],
      };
}

/** Explains that a run may have left it off, and the server does not report it. */
export function explainUnread(input: VerdictInput): VerdictText {
  const { live, evidence } = input;
  if (leftOffBy(evidence) !== 'journal') {
    return {
      headline:
        leftOffBy(evidence) === 'doubt'
          ? 'Events that cannot be verified say that a run of this tool may have left password hash synchronization OFF, and whether it is on could not be read.'
          : 'Only events say that a run of this tool may have left password hash synchronization OFF, and whether it is on could not be read.',
      safe: `${leftOffBy(evidence) === 'doubt' ? describeWriter(input) : 'The journal of that run and its guardian are gone.'} Get the server to answer, then check whether it is on.`,
      next: [
        'Restart-Service ADSync',
        'phs-tool status',
        ...(leftOffBy(evidence) === 'doubt' ? [] : [`${recoverLine(live)} --run ${nameRun(input)}`]),
        'phs-tool guard show',
      ],
    };
  }
  return {
    headline:
      'A run of this tool may have left password hash synchronization OFF, and whether it is on could not be read.',
    safe: 'Have the server answer, then turn synchronization on: that is safe, and all that "recover" does. The guardian does the same with every start, if its task runs and the server answers.',
    next: ['Restart-Service ADSync', recoverLine(live), 'phs-tool guard show'],
  };
}

/** Explains that it is off: left off by a run of the tool, or by somebody else. */
export function explainOff(input: VerdictInput): VerdictText {
  const { evidence, live } = input;
  if (isLeftOff(evidence) && leftOffBy(evidence) !== 'journal') {
    return explainEventsOnly(input);
  }
  if (isLeftOff(evidence)) {
    return {
      headline: 'Password hash synchronization is OFF, and a run of this tool may have left it off.',
      safe: 'Turning it on is safe. If it was turned on before and is off again, another administrator may have done it on purpose: ask first.',
      next: [recoverLine(live), 'phs-tool status'],
    };
  }
  const ended = ['verified', 'repaired', 'unknown-outcome'].includes(evidence.stage);
  return {
    headline: ended
      ? 'Password hash synchronization of this connector is off. The last run of this tool ended while it was on; it was switched off since.'
      : 'Password hash synchronization of this connector is off, and not by this tool.',
    safe: 'The tool never turns on what it did not switch off. A full sync is not the cure: turn synchronization on in the wizard; then passwords are synchronized again.',
    next: ['phs-tool status', 'phs-tool diagnose --only PHS205'],
  };
}
