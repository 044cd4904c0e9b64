import { escapeText } from './clixml-text.js';
import {
  type ClixmlDictionary,
  type ClixmlList,
  type ClixmlMember,
  type ClixmlObject,
  type ClixmlProgress,
  type ClixmlRecord,
  type ClixmlValue,
  ClixmlValueError,
} from './clixml-tree.js';

const HEAD = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';
const TAIL = '</Objs>';
/** Far below what exhausts the stack, and above what `decodeClixml` reads unless it is asked to. */
const MAX_DEPTH = 500;

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapeText(value)}"`;
}

function element(tag: string, attributes: string, content: string): string {
  return content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;
}

function realText(value: number): string {
  if (value === Infinity) return 'INF';
  if (value === -Infinity) return '-INF';
  // String(-0) is "0".
  return Object.is(value, -0) ? '-0' : String(value);
}

function progressContent(record: ClixmlProgress): string {
  const operation = record.currentOperation;
  const fields: readonly (readonly [string, string | number | null | undefined])[] = [
    ['AV', record.activity],
    ['AI', record.activityId],
    [operation === null ? 'Nil' : 'S', operation],
    ['PI', record.parentActivityId],
    ['PC', record.percentComplete],
    ['T', record.recordType],
    ['SR', record.secondsRemaining],
    ['SD', record.statusDescription],
  ];
  return fields
    .map(([tag, field]) => (field === undefined ? '' : element(tag, '', escapeText(String(field ?? '')))))
    .join('');
}

/** Writes one document; an object that comes again, also inside itself, becomes a reference to its first place. */
class Writer {
  private readonly refIds = new Map<ClixmlObject, number>();
  private readonly typeRefIds = new Map<string, number>();
  private depth = 0;

  value(node: ClixmlValue, attributes: string): string {
    switch (node.tag) {
      case 'Obj':
        return this.object(node, attributes);
      case 'Nil':
        return element('Nil', attributes, '');
      case 'SS':
        return element('SS', attributes, node.reveal());
      case 'BA':
        return element('BA', attributes, Buffer.from(node.value).toString('base64'));
      case 'Sg':
      case 'Db':
        return element(node.tag, attributes, realText(node.value));
      case 'PR':
        return element('PR', attributes, progressContent(node));
      case 'S':
      case 'URI':
      case 'XD':
      case 'SBK':
        return element(node.tag, attributes, escapeText(node.value));
      default:
        return element(node.tag, attributes, String(node.value));
    }
  }

  private object(object: ClixmlObject, attributes: string): string {
    const known = this.refIds.get(object);
    if (known !== undefined) return `<Ref${attributes} RefId="${known}"/>`;
    if (this.depth >= MAX_DEPTH) throw new ClixmlValueError('too-deep', `Nested more than ${MAX_DEPTH} objects deep`);
    const refId = this.refIds.size;
    this.refIds.set(object, refId);
    this.depth += 1;
    const { text, content, properties, extended } = object;
    const parts = [
      this.types(object.types),
      text === undefined ? '' : element('ToString', '', escapeText(text)),
      content === undefined ? '' : this.content(content),
      properties === undefined ? '' : element('Props', '', this.members(properties)),
      extended === undefined ? '' : element('MS', '', this.members(extended)),
    ];
    this.depth -= 1;
    return element('Obj', `${attributes} RefId="${refId}"`, parts.join(''));
  }

  private types(types: readonly string[]): string {
    if (types.length === 0) return '';
    const names = types.map((type) => element('T', '', escapeText(type))).join('');
    const known = this.typeRefIds.get(names);
    if (known !== undefined) return `<TNRef RefId="${known}"/>`;
    const refId = this.typeRefIds.size;
    this.typeRefIds.set(names, refId);
    return `<TN RefId="${refId}">${names}</TN>`;
  }

  private content(content: ClixmlValue | ClixmlList | ClixmlDictionary): string {
    switch (content.tag) {
      case 'LST':
      case 'IE':
      case 'STK':
      case 'QUE':
        return element(content.tag, '', content.items.map((item) => this.value(item, '')).join(''));
      case 'DCT':
        return element('DCT', '', content.entries.map((entry) => this.entry(entry.key, entry.value)).join(''));
      default:
        return this.value(content, '');
    }
  }

  private entry(key: ClixmlValue, value: ClixmlValue): string {
    return `<En>${this.value(key, ' N="Key"')}${this.value(value, ' N="Value"')}</En>`;
  }

  private members(members: readonly ClixmlMember[]): string {
    return members
      .map(({ name, value }) => {
        const attributes = attribute('N', name);
        return value.tag === 'MS' ? this.propertySet(value.members, attributes) : this.value(value, attributes);
      })
      .join('');
  }

  private propertySet(members: readonly ClixmlMember[], attributes: string): string {
    if (this.depth >= MAX_DEPTH) throw new ClixmlValueError('too-deep', `Nested more than ${MAX_DEPTH} objects deep`);
    this.depth += 1;
    const text = element('MS', attributes, this.members(members));
    this.depth -= 1;
    return text;
  }
}

/**
 * Writes records as one CLIXML document: what `decodeClixml` reads, the other way. Objects and type names are numbered
 * anew, on one line and without a header. @throws {ClixmlValueError} `too-deep`.
 */
export function writeClixml(records: readonly ClixmlRecord[]): string {
  const writer = new Writer();
  const values = records.map(({ stream, value }) =>
    writer.value(value, stream === 'output' ? '' : attribute('S', stream)),
  );
  return HEAD + values.join('') + TAIL;
}
