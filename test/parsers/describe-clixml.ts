import {
  type ClixmlDictionary,
  type ClixmlList,
  type ClixmlMember,
  type ClixmlObject,
  type ClixmlProgress,
  type ClixmlPropertySet,
  type ClixmlRecord,
  type ClixmlValue,
  timeSpanTicks,
} from '../../src/parsers/clixml.js';

const realNames = new Map<number, string>([
  [Infinity, 'INF'],
  [-Infinity, '-INF'],
]);

const progressNames: Readonly<Record<string, string>> = {
  activity: 'Activity',
  activityId: 'ActivityId',
  currentOperation: 'CurrentOperation',
  parentActivityId: 'ParentActivityId',
  percentComplete: 'PercentComplete',
  recordType: 'RecordType',
  secondsRemaining: 'SecondsRemaining',
  statusDescription: 'StatusDescription',
};

/** Decoded records in the notation of the corpus' expected trees, in which a second visit of an object is a `Ref`. */
export function describeRecords(records: readonly ClixmlRecord[]): unknown {
  const seen = new Set<ClixmlObject>();
  return records.map(({ stream, value }) => ({ stream, value: describeValue(value, seen) }));
}

function describeValue(value: ClixmlValue | ClixmlPropertySet, seen: Set<ClixmlObject>): unknown {
  switch (value.tag) {
    case 'Nil':
      return null;
    case 'I64':
    case 'U64':
      return { t: value.tag, v: String(value.value) };
    case 'Sg':
    case 'Db':
      return { t: value.tag, v: Number.isNaN(value.value) ? 'NaN' : (realNames.get(value.value) ?? value.value) };
    case 'BA':
      return { t: 'BA', v: Buffer.from(value.value).toString('base64') };
    case 'SS':
      return { t: 'SS', v: value.reveal() };
    case 'TS':
      return { t: 'TS', v: value.value, ticks: String(timeSpanTicks(value.value)) };
    case 'PR':
      return describeProgress(value);
    case 'MS':
      return { t: 'MS', ms: describeMembers(value.members, seen) };
    case 'Obj':
      return describeObject(value, seen);
    default:
      return { t: value.tag, v: value.value };
  }
}

function describeProgress(record: ClixmlProgress): unknown {
  const described: Record<string, unknown> = { t: 'PR' };
  for (const [key, field] of Object.entries(record)) {
    const name = progressNames[key];
    if (name !== undefined) described[name] = field;
  }
  return described;
}

function describeMembers(members: readonly ClixmlMember[], seen: Set<ClixmlObject>): unknown {
  return members.map(({ name, value }) => [name, describeValue(value, seen)]);
}

function describeObject(object: ClixmlObject, seen: Set<ClixmlObject>): unknown {
  if (seen.has(object)) return { t: 'Ref', refId: object.refId };
  seen.add(object);
  const { refId, types, text, content, properties, extended } = object;
  return {
    t: 'Obj',
    ...(refId === undefined ? {} : { refId }),
    types,
    ...(text === undefined ? {} : { toString: text }),
    ...(properties === undefined ? {} : { props: describeMembers(properties, seen) }),
    ...describeContent(content, seen),
    ...(extended === undefined ? {} : { ms: describeMembers(extended, seen) }),
  };
}

function describeContent(
  content: ClixmlValue | ClixmlList | ClixmlDictionary | undefined,
  seen: Set<ClixmlObject>,
): Record<string, unknown> {
  if (content === undefined) return {};
  switch (content.tag) {
    case 'DCT':
      return {
        dict: content.entries.map(({ key, value }) => [describeValue(key, seen), describeValue(value, seen)]),
      };
    case 'LST':
    case 'IE':
    case 'STK':
    case 'QUE':
      return { list: { kind: content.tag, items: content.items.map((item) => describeValue(item, seen)) } };
    default:
      return { base: describeValue(content, seen) };
  }
}
