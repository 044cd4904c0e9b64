import { Parser } from 'xml2js';
import { z } from 'zod';

/** What the trailing `<forest-info>` block of an event holds; null for what is not there or empty. */
export interface ForestInfo {
  readonly partitionName: string | null;
  readonly connectorId: string | null;
}

const blockStart = /<forest-info\s{0,8}>/gi;
const partitionElement = /<partition-name\s{0,8}>([^<]{0,1024})<\/partition-name\s{0,8}>/i;
const connectorElement = /<connector-id\s{0,8}>([^<]{0,1024})<\/connector-id\s{0,8}>/i;
/** A real block has about 150 characters; what is longer is not given to the XML parser. */
const longestBlock = 4_096;
/** The form that every server writes (facts 3.2), without anything that XML would have to explain. */
const usualForm =
  /^<forest-info>\s*<partition-name>([^<&]{0,1024})<\/partition-name>\s*<connector-id>([^<&]{0,1024})<\/connector-id>\s*<\/forest-info>\s*$/;
const blockEnd = /<\/forest-info\s{0,8}>/i;

const contentSchema = z.array(z.union([z.string(), z.object({ _: z.string() }).transform(({ _: text }) => text)]));
const documentSchema = z.object({
  'forest-info': z.object({
    'partition-name': contentSchema.optional(),
    'connector-id': contentSchema.optional(),
  }),
});

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function orNull(text: string | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
}

/**
 * The block as xml2js reads it; undefined for what is not XML. Declarations, comments and CDATA (`<!`) and processing
 * instructions are not read at all, so there can be no entities but the five of XML.
 */
export function readWithXmlParser(block: string): ForestInfo | undefined {
  if (block.length > longestBlock || /<[!?]/.test(block)) {
    return undefined;
  }
  const results: unknown[] = [];
  const errors: unknown[] = [];
  try {
    new Parser({ async: false, normalizeTags: true }).parseString(block, (error: Error | null, result: unknown) => {
      (error === null ? results : errors).push(error ?? result);
    });
  } catch (error) {
    errors.push(error);
  }
  const parsed = documentSchema.safeParse(results[0]);
  if (errors.length > 0 || !parsed.success) {
    return undefined;
  }
  const info = parsed.data['forest-info'];
  return { partitionName: orNull(info['partition-name']?.[0]), connectorId: orNull(info['connector-id']?.[0]) };
}

/** One complete element of a block that is cut off or damaged. */
function readElement(block: string, element: RegExp): string | null {
  const content = element.exec(block)?.[1];
  return orNull(content?.replace(/&(amp|lt|gt|quot|apos);/g, (whole, entity: string) => predefined[entity] ?? whole));
}

/** Where the trailing block begins, -1 without one. The last one counts: names of users before it can imitate one. */
export function forestInfoStart(message: string): number {
  const usual = message.lastIndexOf('<forest-info>');
  // Nothing can follow a block in its usual form, so it is the last one in any spelling.
  if (usual !== -1 && usualForm.test(message.slice(usual))) {
    return usual;
  }
  let last = -1;
  for (const { index } of message.matchAll(blockStart)) {
    last = index;
  }
  return last;
}

/**
 * Reads the trailing `<forest-info>` block of an event's text. The usual form is read at once, because an XML parser
 * takes a hundred times as long; xml2js decides everything else; of a block that it refuses (cut off, damaged, longer
 * than 4,096 characters) the complete elements are taken. Never raises.
 */
export function readForestInfo(message: string): ForestInfo {
  const start = forestInfoStart(message);
  if (start === -1) {
    return { partitionName: null, connectorId: null };
  }
  const tail = message.slice(start);
  const usual = usualForm.exec(tail);
  if (usual !== null) {
    return { partitionName: orNull(usual[1]), connectorId: orNull(usual[2]) };
  }
  const end = blockEnd.exec(tail);
  const block = end === null ? tail : tail.slice(0, end.index + end[0].length);
  return (
    readWithXmlParser(block) ?? {
      partitionName: readElement(block, partitionElement),
      connectorId: readElement(block, connectorElement),
    }
  );
}
