import type { Facts } from '../model/facts.js';
import { valueOf, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';

const apart = 'Password hash synchronization runs apart from the scheduler, but new and changed users do not arrive.';

function judge(facts: Facts): Draft {
  const scheduler = valueOf(facts.scheduler);
  const shown = [
    evidence('scheduler', 'SyncCycleEnabled', scheduler.syncCycleEnabled),
    evidence('scheduler', 'SchedulerSuspended', scheduler.schedulerSuspended),
    evidence('scheduler', 'NextSyncCycleStartTimeInUTC', scheduler.nextCycleStartsAt),
  ];
  if (scheduler.schedulerSuspended === true) {
    return {
      status: 'warn',
      message: `The scheduler is suspended. ${apart}`,
      evidence: shown,
      remedy: {
        text: 'The scheduler is suspended while the wizard is open. Close the wizard; when it is not open, start it again and leave it by "Exit".',
        commands: ['Get-ADSyncScheduler', 'Set-ADSyncScheduler -SchedulerSuspended $false'],
      },
    };
  }
  if (scheduler.syncCycleEnabled === null) {
    return {
      unreadable: { code: 'not-supported', message: 'Get-ADSyncScheduler does not tell SyncCycleEnabled.' },
      evidence: shown,
    };
  }
  if (!scheduler.syncCycleEnabled) {
    return {
      status: 'warn',
      message: `The scheduler is off. ${apart}`,
      evidence: shown,
      remedy: {
        text: 'Turn the scheduler on, unless somebody turned it off for maintenance.',
        commands: ['Set-ADSyncScheduler -SyncCycleEnabled $true', 'Get-ADSyncScheduler'],
      },
    };
  }
  return { status: 'pass', message: 'The scheduler is enabled and not suspended.', evidence: shown };
}

/** Only a warning: PHS does not run in the scheduler's cycle (facts 1.6). */
export const phs206Scheduler: Check = {
  id: 'PHS206',
  title: 'The scheduler is enabled and not suspended',
  category: 'configuration',
  needs: ['scheduler'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
