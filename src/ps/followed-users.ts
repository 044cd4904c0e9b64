import type { ObjectReference } from '../model/object-trace.js';
import { readFilter } from '../parsers/ldap-filter.js';
import { getPhsConnectorSpaceObject } from '../scripts/get-phs-connector-space-object.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import type { RecordedEnding } from './recording-format.js';
import type { ReplaySession } from './replay.js';

/** The attributes by which a user is looked up who is not named by DN. */
const kindOf: Readonly<Record<string, ObjectReference['kind']>> = {
  userPrincipalName: 'upn',
  sAMAccountName: 'sam',
  objectGUID: 'guid',
};

/**
 * Finds the users again by what was asked about them: one who is named by DN is looked for in the connector space and then in
 * the directory; any other one in the directory first, and then by the DN that was found there.
 */
class Followed {
  private readonly references = new Map<string, ObjectReference>();
  private readonly inConnectorSpace = new Set<string>();
  /** The name that was looked up last, until the next user; its DN is not a name that anybody gave. */
  private named: { dn?: string } | undefined;

  take({ operation, arguments: args }: RecordedEnding): void {
    if (operation === searchPhsDirectoryObject.name) {
      const { ldapFilter } = args;
      this.takeSearch(readFilter(typeof ldapFilter === 'string' ? ldapFilter : ''));
    } else {
      const { distinguishedName } = args;
      this.takeConnectorSpace(typeof distinguishedName === 'string' ? distinguishedName : '');
    }
  }

  list(): readonly ObjectReference[] {
    return [...this.references.values()];
  }

  private takeSearch(found: ReturnType<typeof readFilter>): void {
    const kind = kindOf[found?.attribute ?? ''];
    if (found === undefined) {
      return;
    }
    if (kind !== undefined) {
      this.add({ kind, text: found.value });
      this.named = {};
    } else if (this.inConnectorSpace.has(found.value)) {
      this.add({ kind: 'dn', text: found.value });
    }
  }

  private takeConnectorSpace(dn: string): void {
    if (dn === '') {
      return;
    }
    this.inConnectorSpace.add(dn);
    if (this.named !== undefined && (this.named.dn ?? dn) === dn) {
      this.named.dn = dn;
      return;
    }
    this.named = undefined;
    this.add({ kind: 'dn', text: dn });
  }

  private add(reference: ObjectReference): void {
    const key = `${reference.kind} ${reference.text}`;
    this.references.set(key, this.references.get(key) ?? reference);
  }
}

/** The users that a recorded run followed, each once, in its order; one question with each step. */
export function* findFollowed(session: Pick<ReplaySession, 'asked'>): Generator<undefined, readonly ObjectReference[]> {
  const followed = new Followed();
  for (const asked of session.asked([getPhsConnectorSpaceObject.name, searchPhsDirectoryObject.name])) {
    followed.take(asked);
    yield;
  }
  return followed.list();
}
