/** Groups of hexadecimal digits with the same sign or blanks between them, also as PowerShell and C write bytes (`0x88, 0x46`). */
const hexGroups =
  /(?<![\p{L}\p{N}])(?:0x)?[0-9a-f]{2,32}(?:(?:, |[ :,.-])(?:0x)?[0-9a-f]{2,32}){1,63}(?![\p{L}\p{N}])/giu;
/** Bytes as decimal numbers, as PowerShell shows them. */
const decimalBytes = /(?<![\w.,:-])\d{1,3}(?:(?:, |[ ,;])\d{1,3}){15,63}(?![\w.:-])/g;
const hashDigits: ReadonlySet<number> = new Set([32, 40, 48, 56, 64, 96, 128]);

/** True for the digits of a hash in groups of one length; a GUID has groups of different lengths. */
function isGroupedHash(found: string): boolean {
  const groups = found.split(/, |[ :,.-]/).map((group) => group.replace(/^0x/i, ''));
  const [first = ''] = groups;
  return groups.every(({ length }) => length === first.length) && hashDigits.has(first.length * groups.length);
}

function isByteList(found: string): boolean {
  const bytes = found.split(/, |[ ,;]/);
  return hashDigits.has(bytes.length * 2) && bytes.every((byte) => Number(byte) < 256);
}

/** Where the bytes of what can be a hash stand in groups; whether it is one is said by the words around it. */
export function dividedHashes(text: string): readonly { readonly from: number; readonly to: number }[] {
  const found = [
    ...Array.from(text.matchAll(hexGroups)).filter(([groups]) => isGroupedHash(groups)),
    ...Array.from(text.matchAll(decimalBytes)).filter(([bytes]) => isByteList(bytes)),
  ];
  return found.map(({ 0: groups, index }) => ({ from: index, to: index + groups.length }));
}
