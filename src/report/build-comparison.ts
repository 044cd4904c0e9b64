import { ExitCode } from '../base/exit-codes.js';
import { compareProfiles } from '../fleet/compare-profiles.js';
import type { ServerProfile } from '../fleet/server-profile.js';
import type { ComparedSide, ComparisonDocument } from '../model/comparison-document.js';
import type { Facts } from '../model/facts.js';
import { isRedacted, type Source } from '../model/source.js';
import { instantOf } from './compare-reports.js';

/** One of two servers that are compared. */
export interface ComparedServer {
  /** As the operator named it. */
  readonly name: string;
  readonly source: Source;
  readonly facts: Pick<Facts, 'collectedAt' | 'platform'>;
  readonly profile: ServerProfile;
}

function describeServer({ name, source, facts, profile }: ComparedServer): ComparedSide {
  const exported = source.kind === 'configuration-export' ? source.server : null;
  return {
    file: name,
    command: 'compare',
    source,
    at: instantOf(source, facts.collectedAt),
    server: facts.platform.known ? facts.platform.value.machineName : exported,
    role: profile.isStaging === undefined ? null : profile.isStaging ? 'staging' : 'active',
    build: profile.build ?? null,
  };
}

/**
 * What differs between two servers. The exit code is 3 if something differs that would keep one of them from taking over, 4 if
 * nothing does but something that could was not compared, else 0.
 */
export function buildComparison(first: ComparedServer, second: ComparedServer, version: string): ComparisonDocument {
  const anyIsRedacted = isRedacted(first.source) || isRedacted(second.source);
  const { namesDiffer, differences, notCompared } = compareProfiles(first.profile, second.profile, anyIsRedacted);
  const keepFromTakeover = differences.filter(({ keepsFromTakeover }) => keepsFromTakeover).length;
  const isOpen = notCompared.some(({ matters }) => matters);
  return {
    schemaVersion: '1.0',
    tool: { name: 'phs-tool', version },
    command: 'compare',
    first: describeServer(first),
    second: describeServer(second),
    namesDiffer,
    differences: [...differences],
    notCompared: [...notCompared],
    summary: {
      exitCode: keepFromTakeover > 0 ? ExitCode.findings : isOpen ? ExitCode.unknown : ExitCode.ok,
      counts: { differences: differences.length, keepFromTakeover, notCompared: notCompared.length },
    },
  };
}
