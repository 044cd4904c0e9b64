import { isAtLeast } from '../base/version-number.js';
import type { Platform } from './facts.js';

/** The first build that writes the audit of administrators (facts 9.3). */
export const auditBuild = '2.4.129.0';

/**
 * Whether a server writes down what administrators change (facts 9.3): `off` in its registry, `not-written` by a build
 * before 2.4.129.0, `not-known` if it could not be determined.
 */
export const auditStates = ['on', 'off', 'not-written', 'not-known'] as const;
/** See {@link auditStates}. */
export type AuditState = (typeof auditStates)[number];

/** The state of the audit; `version` is the build of the server, if it is known. */
export function readAuditState(
  platform: Pick<Platform, 'auditLogging'> | undefined,
  version: string | null | undefined,
): AuditState {
  if (version != null && isAtLeast(version, auditBuild) === false) {
    return 'not-written';
  }
  return platform?.auditLogging ?? 'not-known';
}

/** Why the log may hold no changes although there were some; undefined if the audit is on. */
export function explainAuditGap(state: AuditState): string | undefined {
  switch (state) {
    case 'on':
      return undefined;
    case 'off':
      return 'the audit of administrators is switched off on this server (AuditEventLogging = 0)';
    case 'not-written':
      return `builds before ${auditBuild} write no audit of administrators`;
    case 'not-known':
      return 'whether the audit of administrators is on could not be determined';
  }
}
