// A CLIXML document of event records, laid out as PowerShell lays it out.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = process.env.PHS_TOOL_BENCH_DIST ?? join(import.meta.dirname, '..', '..', 'build');

/** The built reader and writer of CLIXML. */
export const clixml = await import(pathToFileURL(join(build, 'parsers', 'clixml.js')).href);
const { customObject, dateTime, encodeClixml, enumValue, int64 } = clixml;

function eventRecord(index) {
  const time = new Date(Date.UTC(2026, 10, 22) + index * 61_000);
  return customObject({
    RecordId: int64(4_000_000_000 + index),
    Index: index,
    EventID: 650 + (index % 8),
    InstanceId: int64(2_147_484_298),
    EntryType: enumValue('System.Diagnostics.EventLogEntryType', 'Information', 4),
    Source: 'Directory Synchronization',
    MachineName: `SERVER-${String(index % 3)}.corp.example`,
    TimeGenerated: dateTime(time, 'local'),
    TimeWritten: dateTime(time, 'utc'),
    UserName: null,
    IsReplayed: index % 2 === 0,
    Message:
      `Provision credentials batch end. Count: ${String(index % 50)}, TrackingID : 0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}\r\n` +
      'Connector: "corp.example" <corp> & others; please see the event log of the server for further details.',
    ReplacementStrings: [`${String(index)}`, 'corp.example', '00:00:01.5'],
  });
}

/** The document as PowerShell lays it out: an element a line, indented by two blanks. */
function indented(xml) {
  let depth = 0;
  return xml.replace(/<\/[^>]*>|<([^\s/>]+)[^>]*>(?:[^<]*<\/\1>)?/g, (part, tag) => {
    if (tag === undefined) depth -= 1;
    const line = `${'  '.repeat(depth)}${part}\r\n`;
    if (tag !== undefined && !part.endsWith('/>') && !part.endsWith(`</${tag}>`)) depth += 1;
    return line;
  });
}

/** A document of about so many bytes. */
export function sampleDocument(bytes) {
  const records = Array.from({ length: 200 }, (_, index) => eventRecord(index));
  const size = indented(encodeClixml(records)).length / records.length;
  return indented(encodeClixml(Array.from({ length: Math.ceil(bytes / size) }, (_, index) => eventRecord(index))));
}
