import { known } from '../../src/model/fact.js';
import type { EventRecord, Facts } from '../../src/model/facts.js';
import { prometheusView } from '../../src/views/prometheus.js';
import { plainTheme } from '../../src/views/theme.js';
import { healthyFacts, minutesAgo, platform } from './facts.js';
import { goldenServers, reportOf } from './reports.js';

function certificateEvent(eventId: number, ago: number): EventRecord {
  return {
    recordId: eventId,
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Warning',
    generatedAt: minutesAgo(ago),
    message: 'The certificate is about to expire.',
  };
}

/** A server whose build and certificate come to their end. */
const endingServer: Facts = healthyFacts({
  platform: known(platform({ productVersion: '2.5.3.0' })),
  signInEvents: known([certificateEvent(1011, 600), certificateEvent(1012, 60)]),
});

/** Names of our metrics in a text, each once and in order. */
export function metricNames(text: string): readonly string[] {
  return [...new Set(text.match(/\bphs_[a-z_]+\b/g) ?? [])].sort();
}

/** Everything that `--output prometheus` prints of servers that have every trouble. */
export const exportedMetrics: string = [...Object.values(goldenServers), endingServer]
  .map((facts) => prometheusView(reportOf(facts), { theme: plainTheme, verbosity: 'normal' }))
  .join('');
