/** What a column (CSV) or a property (JSON) of names holds. */
export type NameKind = 'dn' | 'guid' | 'upn' | 'sam';

/**
 * What is understood as a name of a user, in order of preference: of each record, the first that is filled names the user. A DN
 * and a GUID name one object; a user principal name and a sAMAccountName have to be looked up.
 */
const knownNames: readonly (readonly [NameKind, ReadonlySet<string>])[] = [
  ['dn', new Set(['dn', 'distinguishedname', 'distinguished name'])],
  ['guid', new Set(['objectguid', 'object guid'])],
  ['upn', new Set(['upn', 'userprincipalname', 'user principal name'])],
  ['sam', new Set(['sam', 'samaccountname', 'sam account name'])],
];

/** A column of names: where it stands in a record, its name there, and what it holds. */
export interface NameColumn {
  readonly index: number;
  readonly label: string;
  readonly kind: NameKind;
}

/** The columns of names under these headings (or property names), in order of preference; upper and lower case are the same. */
export function findNameColumns(headings: readonly string[]): readonly NameColumn[] {
  return knownNames.flatMap(([kind, known]) =>
    headings.flatMap((heading, index) => {
      const label = heading.trim();
      return known.has(label.toLowerCase()) ? [{ index, label, kind }] : [];
    }),
  );
}

/** The name of a record: the first of its columns, in order of preference, that is filled; undefined if none is. */
export function chooseName(
  columns: readonly NameColumn[],
  readField: (column: NameColumn) => string,
): { readonly text: string; readonly kind: NameKind } | undefined {
  for (const column of columns) {
    const text = readField(column);
    if (text !== '') {
      return { text, kind: column.kind };
    }
  }
  return undefined;
}
