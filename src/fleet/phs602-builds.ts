import { describeBuild, upgradeRemedy } from '../model/describe-build.js';
import { judgeBuild, type BuildConcern } from '../model/judge-build.js';
import { groupByTenant, listNames, type FleetCheck, type FleetDraft, type Tenant } from './fleet-check.js';
import type { FleetMember } from './fleet-member.js';

/** The instant by which a build is judged: a recording's is its own. */
function judgedAt({ report }: FleetMember): Date {
  return new Date(report.window?.endsAt ?? report.finishedAt);
}

/** What the list of builds says against a build; a date that is still to come is said by PHS106. */
function pastConcerns(member: FleetMember): readonly BuildConcern[] {
  const build = member.profile?.build;
  const verdict =
    build === undefined ? undefined : judgeBuild(build, judgedAt(member), member.profile?.usesApplication);
  return verdict?.concerns.filter(({ kind }) => kind !== 'deadline') ?? [];
}

function describePast(member: FleetMember): string {
  const build = member.profile?.build ?? '';
  const verdict = judgeBuild(build, judgedAt(member), member.profile?.usesApplication);
  const concerns = pastConcerns(member);
  return verdict === undefined ? '' : `${member.name}: ${describeBuild(build, { ...verdict, concerns })}`;
}

function judge({ name, members }: Tenant): FleetDraft {
  const unread = members.filter(({ profile }) => profile?.build === undefined);
  const builds = [...new Set(members.flatMap(({ profile }) => profile?.build ?? []))];
  const old = members.filter((member) => pastConcerns(member).length > 0);
  const head = {
    subject: name,
    evidence: members.map((member) => ({ label: member.name, value: member.profile?.build ?? 'not known' })),
  };
  const said = [...(builds.length > 1 ? [`The builds differ: ${builds.join(', ')}.`] : []), ...old.map(describePast)];
  if (old.length > 0) {
    const concerns = old.flatMap(pastConcerns);
    const isCutOff = concerns.some(({ kind }) => kind === 'cut-off');
    return { ...head, status: isCutOff ? 'fail' : 'warn', message: said.join(' '), remedy: upgradeRemedy(concerns) };
  }
  if (builds.length > 1) {
    return {
      ...head,
      status: 'warn',
      message: said.join(' '),
      remedy: {
        text: 'During an upgrade through a staging server this is as it should be. Otherwise upgrade the older one: until then a takeover also changes the build.',
        commands: [],
      },
    };
  }
  return unread.length > 0
    ? { ...head, status: 'unknown', message: `The build of ${listNames(unread)} is not known.` }
    : {
        ...head,
        status: 'pass',
        message: members.length === 1 ? `It has the build ${builds.join()}.` : `All have the build ${builds.join()}.`,
      };
}

/** Builds of the servers of a tenant, by the list of builds at the instant of each answer (facts 9.1). */
export const phs602Builds: FleetCheck = {
  id: 'PHS602',
  title: 'The servers of the tenant have the same build, and it is supported',
  run: (members) => groupByTenant(members).map(judge),
};
