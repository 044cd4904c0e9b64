import type { UnknownReason } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { whyUnknown, valueIfKnown } from './check.js';
import { evidence } from './evidence.js';

/** Staging mode as far as it is known, with what it rests on. */
export interface Staging {
  /** Undefined if neither place reports it. */
  readonly enabled: boolean | undefined;
  readonly evidence: readonly Evidence[];
  /** Why it is undefined. */
  readonly reason: UnknownReason | undefined;
}

/** The parameter is the text `True` or `False`, never a boolean (facts 1.9). */
function fromText(text: string | null): boolean | undefined {
  const lower = text?.trim().toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/**
 * Staging mode from the scheduler and from the global settings. Both show the same setting; when they differ the
 * server is taken as staging, because then passwords may not be synchronized.
 */
export function readStaging(facts: Pick<Facts, 'scheduler' | 'globalSetting'>): Staging {
  const scheduler = valueIfKnown(facts.scheduler)?.stagingModeEnabled ?? undefined;
  const text = valueIfKnown(facts.globalSetting)?.stagingMode ?? null;
  const setting = fromText(text);
  const enabled = scheduler === undefined && setting === undefined ? undefined : scheduler === true || setting === true;
  return {
    enabled,
    evidence: [
      ...(scheduler === undefined ? [] : [evidence('scheduler', 'StagingModeEnabled', scheduler)]),
      ...(text === null ? [] : [evidence('globalSetting', 'Microsoft.Synchronize.StagingMode', text)]),
    ],
    reason:
      enabled === undefined
        ? (whyUnknown(facts.scheduler) ??
          whyUnknown(facts.globalSetting) ?? {
            code: 'not-supported',
            message: 'Neither the scheduler nor the global settings report the staging mode.',
          })
        : undefined,
  };
}
