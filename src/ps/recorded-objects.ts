import type { DirectoryObject } from '../model/object-trace.js';
import { readFilter } from '../parsers/ldap-filter.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import type { RecordedEnding } from './recording-format.js';
import type { HeldQuestion } from './recording-index.js';

/** A recorded search of the directory, with the objects that it found. */
export interface RecordedSearch {
  readonly question: HeldQuestion;
  readonly arguments: RecordedEnding['arguments'];
  readonly objects: readonly DirectoryObject[];
}

const namesOf: Readonly<Record<string, (object: DirectoryObject) => string | null>> = {
  userPrincipalName: ({ userPrincipalName }) => userPrincipalName,
  sAMAccountName: ({ samAccountName }) => samAccountName,
  objectGUID: ({ objectGuid }) => objectGuid,
};

function keyOf(connectorId: unknown, attribute: string, value: string): string {
  return JSON.stringify([connectorId, attribute.toLowerCase(), value.toLowerCase()]);
}

/**
 * Objects of a recording by every name that their row holds: one that was followed by its DN is found by its account name, too.
 * A name that two of them have finds none.
 */
export class RecordedObjects {
  private byName: ReadonlyMap<string, RecordedSearch | null> | undefined;

  constructor(private readonly searches: () => Iterable<RecordedSearch | undefined>) {}

  /** The recorded search that found the object which is asked for by another name; undefined for any other question. */
  *find(
    operation: string,
    { connectorId, ldapFilter }: RecordedEnding['arguments'],
  ): Generator<undefined, HeldQuestion | undefined> {
    const filter = typeof ldapFilter === 'string' ? readFilter(ldapFilter) : undefined;
    if (operation !== searchPhsDirectoryObject.name || filter === undefined) {
      return undefined;
    }
    this.byName ??= yield* this.index();
    return this.byName.get(keyOf(connectorId, filter.attribute, filter.value))?.question;
  }

  private *index(): Generator<undefined, ReadonlyMap<string, RecordedSearch | null>> {
    const map = new Map<string, RecordedSearch | null>();
    for (const search of this.searches()) {
      const [object, second] = search?.objects ?? [];
      if (search !== undefined && object !== undefined && second === undefined) {
        this.add(map, search, object);
      }
      yield;
    }
    return map;
  }

  private add(map: Map<string, RecordedSearch | null>, search: RecordedSearch, object: DirectoryObject): void {
    for (const [attribute, nameOf] of Object.entries(namesOf)) {
      const name = nameOf(object);
      if (name !== null) {
        const key = keyOf(search.arguments['connectorId'], attribute, name);
        const other = map.get(key);
        const isSame = other === undefined || other?.objects[0]?.distinguishedName === object.distinguishedName;
        map.set(key, isSame ? search : null);
      }
    }
  }
}
