import type { FleetMember } from './fleet-member.js';
import type { ServerIdentity } from './server-profile.js';

/** What must not be the same on two servers, in words. */
export const identityParts = [
  ['signIn', 'the application or account'],
  ['machineIdentifier', 'the machine identifier'],
] as const satisfies readonly (readonly [keyof ServerIdentity, string])[];

const machineNameOf = ({ profile }: FleetMember): string | undefined => profile?.identity.machineName?.toLowerCase();

/** True for one computer name and nothing that tells one from the other: a machine that was named twice, or a clone that kept its name. */
export function areOneMachine(members: readonly FleetMember[]): boolean {
  const [name, ...others] = members.map(machineNameOf);
  const tellsApart = identityParts.some(
    ([key]) => new Set(members.flatMap(({ profile }) => profile?.identity[key] ?? [])).size > 1,
  );
  return name !== undefined && others.every((other) => other === name) && !tellsApart;
}
