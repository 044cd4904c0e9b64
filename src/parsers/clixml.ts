/** CLIXML, PowerShell's serialization format: decoding, plain values for schemas, encoding of requests. */
export * from './clixml-tree.js';
export { type ClixmlDecodeOptions, decodeClixml } from './clixml-decode.js';
export { type PlainRecord, type PlainValue, toPlain } from './clixml-plain.js';
export {
  type ClixmlInput,
  type ClixmlInputList,
  type ClixmlInputMap,
  type ClixmlInputRecord,
  customObject,
  encodeClixml,
  orderedDictionary,
  psObject,
} from './clixml-encode.js';
export {
  char,
  ClixmlLiteral,
  dateTime,
  decimal,
  double,
  enumValue,
  guid,
  int32,
  int64,
  literal,
  timeSpan,
  version,
} from './clixml-literals.js';
export { writeClixml } from './clixml-write.js';
export { type DateTimeKind, type DateTimeParts, dateTimeParts, timeSpanTicks } from './clixml-times.js';
