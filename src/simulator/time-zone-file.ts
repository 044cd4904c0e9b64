const HEADER_LENGTH = 44;
const TYPE_LENGTH = 6;
const SECONDS_PER_MINUTE = 60;
/** Half a year: how long the offset before the change has been in force. */
const LEAD_SECONDS = 15_768_000;

/** A zone whose local time jumps once. Offsets in minutes east of UTC. */
export interface ClockChange {
  readonly at: Date;
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

function header(names: Buffer): Buffer {
  const block = Buffer.alloc(HEADER_LENGTH);
  block.write('TZif2', 0, 'latin1');
  block.writeUInt32BE(2, 32); // transitions
  block.writeUInt32BE(2, 36); // local time types
  block.writeUInt32BE(names.length, 40);
  return block;
}

/** Before the first transition .NET takes the standard time, so the offset "before" gets a transition of its own. */
function transitions(change: ClockChange, timeBytes: 4 | 8): Buffer {
  const seconds = Math.floor(change.at.getTime() / 1000);
  const block = Buffer.alloc(2 * timeBytes + 2);
  for (const [index, at] of [seconds - LEAD_SECONDS, seconds].entries()) {
    if (timeBytes === 8) block.writeBigInt64BE(BigInt(at), index * timeBytes);
    else block.writeInt32BE(at, index * timeBytes);
    block.writeUInt8(index, 2 * timeBytes + index);
  }
  return block;
}

function localTimeTypes(change: ClockChange): Buffer {
  const block = Buffer.alloc(2 * TYPE_LENGTH);
  block.writeInt32BE(change.offsetBefore * SECONDS_PER_MINUTE, 0);
  block.writeUInt8(change.offsetBefore > change.offsetAfter ? 1 : 0, 4);
  block.writeUInt8(0, 5);
  block.writeInt32BE(change.offsetAfter * SECONDS_PER_MINUTE, TYPE_LENGTH);
  block.writeUInt8(change.offsetAfter > change.offsetBefore ? 1 : 0, TYPE_LENGTH + 4);
  block.writeUInt8(4, TYPE_LENGTH + 5);
  return block;
}

function body(change: ClockChange, timeBytes: 4 | 8, names: Buffer): Buffer {
  return Buffer.concat([transitions(change, timeBytes), localTimeTypes(change), names]);
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
