/**
 * How many rows of events that cannot be verified are looked at: of those that permit switching off, of those in one pair, and of
 * all others. Every signed-in user can write them in any number; the script has the same limits.
 */
export const eventRowLimits = { permissions: 100, permissionsOfPair: 20, others: 100 } as const;

/** Events that cannot be verified and got no row. Their record numbers show whether a later decision set them aside; 0: none. */
export interface EventsLeftOut {
  readonly count: number;
  /** Highest record number of them. */
  readonly newest: number;
  /** Highest record number of those that permit switching off. */
  readonly newestPermission: number;
}

/** Nothing was left out. */
export const nothingLeftOut: EventsLeftOut = { count: 0, newest: 0, newestPermission: 0 };

interface EventRow {
  readonly recordId: number;
  readonly message: string;
  readonly authentic: 'yes' | 'no' | 'unknown';
}

const permission = /^\s{0,9}phs-guard\/1 OFF_INTENT pair ([0-9a-f]{64}) /m;

/** Keeps every authentic event, and of the others the newest within {@link eventRowLimits}; the rest is counted, and stays a doubt. */
export function boundEvents<Row extends EventRow>(
  rows: readonly Row[],
  before: EventsLeftOut,
): { readonly events: readonly Row[]; readonly leftOut: EventsLeftOut } {
  const room: Record<'permissions' | 'others', number> = {
    permissions: eventRowLimits.permissions,
    others: eventRowLimits.others,
  };
  const ofPair = new Map<string, number>();
  let leftOut = before;
  const kept = new Set<Row>();
  for (const row of rows.toSorted((one, other) => other.recordId - one.recordId)) {
    const pair = permission.exec(row.message)?.[1];
    const taken = pair === undefined ? 0 : (ofPair.get(pair) ?? 0);
    const sort = pair === undefined ? 'others' : 'permissions';
    if (row.authentic === 'yes') {
      kept.add(row);
    } else if (room[sort] > 0 && taken < eventRowLimits.permissionsOfPair) {
      room[sort] -= 1;
      if (pair !== undefined) {
        ofPair.set(pair, taken + 1);
      }
      kept.add(row);
    } else {
      leftOut = addLeftOut(leftOut, row.recordId, pair !== undefined);
    }
  }
  return { events: rows.filter((row) => kept.has(row)), leftOut };
}

function addLeftOut(
  { count, newest, newestPermission }: EventsLeftOut,
  record: number,
  permits: boolean,
): EventsLeftOut {
  return {
    count: count + 1,
    newest: Math.max(newest, record),
    newestPermission: permits ? Math.max(newestPermission, record) : newestPermission,
  };
}
