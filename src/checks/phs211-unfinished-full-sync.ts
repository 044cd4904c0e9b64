import { mayBeLeftOff } from '../guard/decide.js';
import type { Explanation } from '../guard/explanation.js';
import { recordIn } from '../guard/journal.js';
import { judgeConnectorPairs, type JudgedConnectorPair } from '../guard/judge-connector-pairs.js';
import type { Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { notRecorded } from '../model/quote-finding.js';
import type { Check, CheckContext, Draft, JudgedDraft } from './check.js';
import { evidence } from './evidence.js';

/** A run that was repaired, or whose outcome is not known, is reported for so long; then its end is history. */
const recentMs = 7 * 24 * 60 * 60_000;

function buildRemedy({ safe, next }: Explanation): Remedy {
  return { text: safe, commands: [...next] };
}

function isRecent({ epochs }: JudgedConnectorPair, now: Date): boolean {
  const newest = epochs.at(-1);
  const end = newest === undefined ? undefined : recordIn(newest, '90-end');
  return end === undefined || now.getTime() - Date.parse(end.utc) < recentMs;
}

function isHistory(pair: JudgedConnectorPair, now: Date): boolean {
  const { stage } = pair.evidence;
  return (stage === 'repaired' || stage === 'unknown-outcome') && !isRecent(pair, now);
}

const inOrder: ReadonlySet<string> = new Set(['none', 'superseded', 'abandoned', 'verified']);

/** A parameter that no run of ours set is reported by PHS208. */
function isQuiet(pair: JudgedConnectorPair, now: Date): boolean {
  const { stage, logSays, earlier, journal, lock, identity } = pair.evidence;
  const agrees = logSays === 'agrees' && earlier === 'in-order' && journal !== 'untrusted' && lock !== 'busy';
  const isOver = inOrder.has(stage) || isHistory(pair, now);
  return agrees && isOver && (identity === 'same' || identity === 'unknown');
}

function judge(pair: JudgedConnectorPair, now: Date): Draft {
  const { name: subject, verdict, explanation } = pair;
  const shown = [
    evidence('guard', 'Verdict', verdict),
    evidence('guard', 'Newest run', pair.evidence.stage),
    ...explanation.found.map((text) => evidence('guard', 'Found', text)),
  ];
  if (mayBeLeftOff(pair.evidence)) {
    const message = `${explanation.headline} ${explanation.now}`;
    return { subject, status: 'fail', message, evidence: shown, remedy: buildRemedy(explanation) };
  }
  if (pair.evidence.journal === 'unreadable') {
    const unreadable = { code: 'failed', message: 'The journal of full password syncs could not be read.' } as const;
    return { subject, unreadable, evidence: shown };
  }
  if (isQuiet(pair, now)) {
    const message = pair.evidence.stage === 'none' ? 'This tool has run none.' : 'The newest run has finished.';
    return { subject, status: 'pass', message, evidence: shown };
  }
  const warning: JudgedDraft = {
    subject,
    status: 'warn',
    message: explanation.headline,
    evidence: shown,
    remedy: buildRemedy(explanation),
  };
  return warning;
}

function run(facts: Facts, { now, connectorFilter }: CheckContext): readonly Draft[] {
  const { guard } = facts;
  if (!guard.known) {
    // A report that no server was asked for says nothing about it; what a recording lacks can be a run that was cut off.
    const isUnasked = guard.reason.code === 'not-collected' && !guard.reason.message.endsWith(notRecorded);
    return isUnasked ? [] : [{ unreadable: guard.reason, explainedBy: ['PHS101'] }];
  }
  const pairs = judgeConnectorPairs(facts).filter(
    ({ name }) => connectorFilter === undefined || name === connectorFilter,
  );
  if (facts.connectors.known) {
    return pairs.map((pair) => judge(pair, now));
  }
  // Without the server only one thing can be said: that a run may have left it off.
  const leftOff = pairs.filter(({ evidence: found }) => mayBeLeftOff(found));
  return leftOff.length > 0 ? leftOff.map((pair) => judge(pair, now)) : [{ unreadable: facts.connectors.reason }];
}

/** What the guard of `force-full-sync` knows: a run that was cut off must not be found out by chance. */
export const phs211UnfinishedFullSync: Check = {
  id: 'PHS211',
  title: 'No full password sync started by phs-tool is unfinished',
  category: 'configuration',
  passwords: { failed: 'stops' },
  needs: [],
  uses: ['connectors', 'guard', 'channels'],
  dependsOn: [],
  perConnector: true,
  run,
};
