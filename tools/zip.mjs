// Writes ZIP archives (PKWARE's format, as far as it is needed): deflated files with fixed times, so that the same files make the
// same archive. No program for archives is on every machine that packs.
import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01 00:00, the first instant that the format knows. */
const date = 0x21;
const versionNeeded = 20;
/** Names are UTF-8. */
const utf8 = 0x800;
const deflated = 8;

function entryOf([name, content], offset) {
  const packed = deflateRawSync(content, { level: 9 });
  const path = Buffer.from(name, 'utf8');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(versionNeeded, 0);
  common.writeUInt16LE(utf8, 2);
  common.writeUInt16LE(deflated, 4);
  common.writeUInt16LE(0, 6);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, path]);
  return { local, central };
}

/** The bytes of an archive with these files, [name with slashes, content] each, in their order. */
export function zipOf(files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const file of files) {
    const { local, central } = entryOf(file, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
