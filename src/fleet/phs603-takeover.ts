import type { Difference, UnreadPart } from '../model/comparison-document.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { isRedacted } from '../model/source.js';
import { compareProfiles } from './compare-profiles.js';
import { groupByTenant, listNames, type FleetCheck, type FleetDraft, type Tenant } from './fleet-check.js';
import { roleOf, type FleetMember } from './fleet-member.js';
import type { ServerProfile } from './server-profile.js';

/** Evidence is for reading; compare lists everything. */
const mostEvidence = 20;

const remedy: Remedy = {
  text: 'Make the staging server like the active one before you need it; phs-tool compare lists everything that differs. Containers, partitions and rules take effect after a full import and a full synchronization of that server.',
  commands: ['Start-ADSyncSyncCycle -PolicyType Initial'],
};

function differenceEvidence({ name, subject, first, second }: Difference): Evidence {
  const label = subject === null ? name : `${name}: ${subject}`;
  return { label, value: `active: ${first ?? 'not there'}; staging: ${second ?? 'not there'}` };
}

function unreadEvidence({ area, subject, reason }: UnreadPart): Evidence {
  return { label: `Not compared: ${area}${subject === null ? '' : ` of ${subject}`}`, value: reason };
}

/** A server that takes over with old imports exports old data; if cycles do not begin, nothing is imported. */
function overdueText({ report }: FleetMember): string | undefined {
  const scheduler = report.overview?.scheduler;
  const endsAt = report.window?.endsAt;
  if (scheduler?.known !== true || endsAt === undefined) {
    return undefined;
  }
  const { nextCycleStartsAt, intervalMs, syncCycleInProgress } = scheduler.value;
  const lateMs = nextCycleStartsAt === null ? 0 : Date.parse(endsAt) - Date.parse(nextCycleStartsAt);
  return syncCycleInProgress !== true && intervalMs !== null && lateMs > intervalMs
    ? `its last cycle was due on ${nextCycleStartsAt ?? ''} and has not begun`
    : undefined;
}

/** What keeps a server from working also if it is the same on both; undefined: nothing does. */
function badValueOf({ area, name }: ServerProfile['values'][number]): string | undefined {
  switch (area) {
    case 'channel':
      return 'disabled';
    case 'feature':
      return 'off';
    case 'scheduler':
      return name === 'Scheduler suspended' ? 'on' : 'off';
    default:
      return undefined;
  }
}

/** What keeps it from taking over, in words; none: nothing that is known. */
function findReasons(
  member: FleetMember,
  keeping: readonly Difference[],
  off: ServerProfile['values'],
  modelName: string,
): readonly string[] {
  const overdue = overdueText(member);
  return [
    ...(keeping.length === 0
      ? []
      : [`it differs from ${modelName} in ${[...new Set(keeping.map(({ area }) => area))].join(', ')}`]),
    ...(off.length === 0
      ? []
      : [`${off.map(({ name, value }) => `${name.toLowerCase()} is ${value}`).join(', ')} there`]),
    ...(overdue === undefined ? [] : [overdue]),
    ...(member.profile?.imports ?? []).filter(({ status }) => status === 'fail').map(({ says }) => says),
  ];
}

/** What keeps a server from taking over decides before what is not known about it. */
function concludeTakeover(
  subject: string,
  modelName: string,
  reasons: readonly string[],
  unknowns: readonly string[],
): Pick<FleetDraft, 'status' | 'message' | 'remedy'> {
  if (reasons.length > 0) {
    const message = `${subject} could not take over from ${modelName}: ${reasons.join('; ')}.`;
    return { status: 'fail', message, remedy };
  }
  if (unknowns.length > 0) {
    const message = `Whether ${subject} could take over from ${modelName} is not known: ${unknowns.join('; ')}.`;
    return { status: 'unknown', message };
  }
  return { status: 'pass', message: `${subject} synchronizes what ${modelName} does, and its imports are recent.` };
}

function judgeStaging(member: FleetMember, active: readonly FleetMember[], anyIsRedacted: boolean): FleetDraft {
  const { name: subject, profile } = member;
  const [model] = active;
  if (profile === undefined || model?.profile === undefined || active.length !== 1) {
    const message = `Not evaluated: it is not known which server ${subject} would take over from.`;
    return { subject, status: 'skip', blockedBy: 'PHS601', message, evidence: [] };
  }
  const { differences, notCompared } = compareProfiles(model.profile, profile, anyIsRedacted);
  const keeping = differences.filter(({ keepsFromTakeover }) => keepsFromTakeover);
  const off = profile.values.filter((value) => value.needed && value.value === badValueOf(value));
  const open = notCompared.filter(({ matters }) => matters);
  const unread = profile.imports.filter(({ status }) => status === 'unknown');
  const evidence = [
    ...keeping.map(differenceEvidence),
    ...off.map(({ name, subject: of, value }) => ({ label: of === null ? name : `${name}: ${of}`, value })),
    ...profile.imports.map(({ evidence: each }) => each),
    ...open.map(unreadEvidence),
  ].slice(0, mostEvidence);
  const reasons = findReasons(member, keeping, off, model.name);
  const unknowns = [
    ...(open.length === 0 ? [] : ['not everything could be compared']),
    ...unread.map(({ says }) => says),
  ];
  return { ...concludeTakeover(subject, model.name, reasons, unknowns), subject, evidence };
}

function judge({ members }: Tenant): readonly FleetDraft[] {
  const active = members.filter((member) => roleOf(member) === 'active');
  const staging = members.filter((member) => roleOf(member) === 'staging');
  const silent = members.filter((member) => member.expect === 'staging' && roleOf(member) === undefined);
  return [
    ...staging.map((member) =>
      judgeStaging(
        member,
        active,
        [member, ...active].some(({ report }) => isRedacted(report.source)),
      ),
    ),
    ...(silent.length === 0
      ? []
      : [
          {
            status: 'unknown' as const,
            message: `Whether ${listNames(silent)} could take over is not known.`,
            evidence: [],
          },
        ]),
  ];
}

/** What compare finds between the active server and each staging server of a tenant, and whether its cycles run. */
export const phs603Takeover: FleetCheck = {
  id: 'PHS603',
  title: 'The staging server could take over',
  onlyDiagnose: true,
  run: (members) => groupByTenant(members).flatMap(judge),
};
