const HEADER_LENGTH = 44;
const TYPE_LENGTH = 6;
const SECONDS_PER_MINUTE = 60;

/** A zone whose local time jumps once. Offsets in minutes east of UTC. */
export interface ClockChange {
  readonly at: Date;
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

function header(names: Buffer): Buffer {
  const block = Buffer.alloc(HEADER_LENGTH);
  block.write('TZif2', 0, 'latin1');
  block.writeUInt32BE(1, 32); // transitions
  block.writeUInt32BE(2, 36); // local time types
  block.writeUInt32BE(names.length, 40);
  return block;
}

function body(change: ClockChange, timeBytes: 4 | 8, names: Buffer): Buffer {
  const seconds = Math.floor(change.at.getTime() / 1000);
  const transition = Buffer.alloc(timeBytes + 1);
  if (timeBytes === 8) transition.writeBigInt64BE(BigInt(seconds), 0);
  else transition.writeInt32BE(seconds, 0);
  transition.writeUInt8(1, timeBytes);
  const types = Buffer.alloc(2 * TYPE_LENGTH);
  types.writeInt32BE(change.offsetBefore * SECONDS_PER_MINUTE, 0);
  types.writeUInt8(change.offsetBefore > change.offsetAfter ? 1 : 0, 4);
  types.writeUInt8(0, 5);
  types.writeInt32BE(change.offsetAfter * SECONDS_PER_MINUTE, TYPE_LENGTH);
  types.writeUInt8(change.offsetAfter > change.offsetBefore ? 1 : 0, TYPE_LENGTH + 4);
  types.writeUInt8(4, TYPE_LENGTH + 5);
  return Buffer.concat([transition, types, names]);
}

/**
 * A zone file (TZif, RFC 8536) with that one jump. On Linux .NET takes the path of such a file in the environment
 * variable TZ, so an engine can be run in a zone whose clock changed an hour ago, whatever the date is.
 */
export function timeZoneFile(change: ClockChange): Buffer {
  const names = Buffer.from('OLD\0NEW\0', 'latin1');
  const sign = change.offsetAfter >= 0 ? '-' : '+';
  const size = Math.abs(change.offsetAfter);
  const footer = `\n<NEW>${sign}${Math.trunc(size / 60)}:${String(size % 60).padStart(2, '0')}\n`;
  return Buffer.concat([
    header(names),
    body(change, 4, names),
    header(names),
    body(change, 8, names),
    Buffer.from(footer, 'latin1'),
  ]);
}
