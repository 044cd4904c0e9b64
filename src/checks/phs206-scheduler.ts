import type { Facts } from '../model/facts.js';
import { valueOf, type Check, type Draft } from './check.js';
import { hasOwnCertificate, usesApplication } from './entra-identity.js';
import { evidence } from './evidence.js';

/** Without the scheduler nobody renews a managed certificate, and a build that is not current stays so (facts 9.1, 9.2). */
function consequences(facts: Facts): { readonly status: 'warn' | 'fail'; readonly text: string } {
  const upgrades = 'Automatic upgrades are blocked as well.';
  if (usesApplication(facts) === true && hasOwnCertificate(facts)) {
    const text = `The certificate of the application is the administrator's own, which the scheduler does not renew either: it is rotated by hand. ${upgrades}`;
    return { status: 'warn', text };
  }
  return usesApplication(facts) === true
    ? {
        status: 'fail',
        text: `The Entra connector signs in with an application, and only the scheduler renews a certificate that Entra Connect manages: after at most 90 days the certificate expires and passwords are no longer synchronized. ${upgrades}`,
      }
    : { status: 'warn', text: upgrades };
}

const apart =
  'Password hash synchronization does not depend on the scheduler, but new and changed users are not synchronized.';

function judge(facts: Facts): Draft {
  const scheduler = valueOf(facts.scheduler);
  const { status, text } = consequences(facts);
  const shown = [
    evidence('scheduler', 'SyncCycleEnabled', scheduler.syncCycleEnabled),
    evidence('scheduler', 'SchedulerSuspended', scheduler.schedulerSuspended),
    evidence('scheduler', 'NextSyncCycleStartTimeInUTC', scheduler.nextCycleStartsAt),
  ];
  if (scheduler.schedulerSuspended === true) {
    return {
      status,
      message: `The scheduler is suspended. ${apart} ${text}`,
      evidence: shown,
      remedy: {
        text: 'The scheduler is suspended while the wizard is open. Close the wizard; if it is not open, open it again and leave it with "Exit".',
        commands: ['Get-ADSyncScheduler', 'Set-ADSyncScheduler -SchedulerSuspended $false'],
      },
    };
  }
  if (scheduler.syncCycleEnabled === null) {
    return {
      unreadable: { code: 'not-supported', message: 'Get-ADSyncScheduler does not report SyncCycleEnabled.' },
      evidence: shown,
    };
  }
  if (!scheduler.syncCycleEnabled) {
    return {
      status,
      message: `The scheduler is off. ${apart} ${text}`,
      evidence: shown,
      remedy: {
        text: 'Turn the scheduler on, unless it was turned off for maintenance.',
        commands: ['Set-ADSyncScheduler -SyncCycleEnabled $true', 'Get-ADSyncScheduler'],
      },
    };
  }
  return { status: 'pass', message: 'The scheduler is enabled and not suspended.', evidence: shown };
}

/**
 * PHS does not run in the scheduler's cycle (facts 1.6), so alone it is a warning; with an application whose certificate Entra
 * Connect manages it ends PHS within 90 days, because nothing else renews the certificate (facts 9.2).
 */
export const phs206Scheduler: Check = {
  id: 'PHS206',
  title: 'The scheduler is enabled and not suspended',
  category: 'configuration',
  passwords: { failed: 'later' },
  needs: ['scheduler'],
  uses: ['connectors', 'entraCredential'],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
