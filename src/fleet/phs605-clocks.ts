import { durationText } from '../model/duration.js';
import { listNames, type FleetCheck, type FleetDraft } from './fleet-check.js';
import type { FleetMember } from './fleet-member.js';

/** What Kerberos allows by default, and more than the time between the question and the answer. */
const mostApartMs = 5 * 60_000;

function aheadOf({ profile }: FleetMember): number | undefined {
  return profile?.identity.clockAheadMs;
}

function offsetText(ms: number | undefined): string {
  if (ms === undefined) {
    return 'not known';
  }
  const seconds = Math.round(Math.abs(ms) / 1000);
  return seconds < 60
    ? `${seconds} s ${ms < 0 ? 'behind' : 'ahead'}`
    : `${durationText(Math.abs(ms))} ${ms < 0 ? 'behind' : 'ahead'}`;
}

function run(members: readonly FleetMember[]): readonly FleetDraft[] {
  const evidence = members.map((member) => ({ label: member.name, value: offsetText(aheadOf(member)) }));
  const read = members.flatMap((member) => {
    const ahead = aheadOf(member);
    return ahead === undefined ? [] : [{ member, ahead }];
  });
  const sorted = [...read].sort((left, right) => left.ahead - right.ahead);
  const [first, last] = [sorted[0], sorted.at(-1)];
  const apartMs = first === undefined || last === undefined ? 0 : last.ahead - first.ahead;
  if (apartMs > mostApartMs) {
    return [
      {
        status: 'fail',
        message: `The clocks of ${listNames([first?.member, last?.member].flatMap((each) => each ?? []))} are ${durationText(apartMs)} apart.`,
        evidence,
        remedy: {
          text: 'Correct the time service on the server whose clock is wrong: with more than five minutes Kerberos and the sign-in with a certificate (AADSTS700024) fail, and the times of events mislead.',
          commands: ['w32tm /query /status', 'w32tm /resync'],
        },
      },
    ];
  }
  const open = members.filter((member) => aheadOf(member) === undefined);
  return [
    open.length > 0
      ? { status: 'unknown', message: `The clock of ${listNames(open)} is not known.`, evidence }
      : { status: 'pass', message: 'The clocks are less than five minutes apart.', evidence },
  ];
}

/** Each clock as it answered, against the one of the machine that asked (of a recording: at its time). */
export const phs605Clocks: FleetCheck = {
  id: 'PHS605',
  title: 'The clocks of the servers agree',
  run,
};
