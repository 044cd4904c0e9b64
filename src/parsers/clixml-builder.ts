import {
  attach,
  attachMember,
  type Attributes,
  type EntryFrame,
  type Frame,
  type MembersFrame,
  type ObjectDraft,
  type ObjectFrame,
  progressFields,
} from './clixml-frames.js';
import { excerpt, misplaced, Refusal } from './clixml-refusal.js';
import { ScalarCache } from './clixml-scalar-cache.js';
import { type ScalarReader, scalarReaders } from './clixml-scalars.js';
import { noReferences, type References, resolveReference } from './clixml-references.js';
import { requireRoot } from './clixml-root.js';
import { unescapeText } from './clixml-text.js';
import type { ClixmlEntry, ClixmlMember, ClixmlRecord, ClixmlValue } from './clixml-tree.js';

const NO_ATTRIBUTES: Attributes = {};
const NO_TYPES: readonly string[] = [];

/** True for layout between elements; by code units, because this runs for every element of an indented document. */
function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return false;
  }
  return true;
}

/**
 * Builds the tree from the events of an XML parser: a frame for each open element that can have children, and at most
 * one leaf. There is no recursion, so deep nesting cannot exhaust the stack; `maxDepth` bounds what it costs.
 */
export class TreeBuilder {
  readonly records: ClixmlRecord[] = [];
  sawRoot = false;
  private readonly frames: Frame[] = [];
  private readonly scalars = new ScalarCache();
  private readonly names = new Map<string, string>();
  private objects: References<ObjectDraft> = noReferences();
  private typeNames: References<readonly string[]> = noReferences();
  /** The open element that has text and no child elements: '' while there is none. Not an object, for speed. */
  private leafTag = '';
  private leafAttributes: Attributes = NO_ATTRIBUTES;
  private leafReader: ScalarReader | undefined;
  private leafText = '';
  private depth = 0;

  constructor(private readonly maxDepth: number) {}

  /** True while the open element is one with text only. */
  get isInLeaf(): boolean {
    return this.leafTag !== '';
  }

  open(tag: string, attributes: Attributes): void {
    if (this.leafTag !== '') throw misplaced(tag);
    const frame = this.frames.at(-1);
    switch (frame?.kind) {
      case undefined:
        this.openRoot(tag, attributes);
        return;
      case 'object':
        this.openInObject(frame, tag, attributes);
        return;
      case 'members':
        if (tag === 'MS' && frame.element !== 'Props') this.openPropertySet(frame, attributes);
        else this.openValue(frame, tag, attributes);
        return;
      case 'dictionary':
        if (tag !== 'En') throw misplaced(tag);
        this.frames.push({ kind: 'entry', entries: frame.entries, key: undefined, value: undefined });
        return;
      case 'types':
      case 'progress':
        if (frame.kind === 'types' ? tag !== 'T' : !progressFields.has(tag)) throw misplaced(tag);
        this.openLeaf(tag, attributes, undefined);
        return;
      case 'root':
      case 'list':
      case 'entry':
        this.openValue(frame, tag, attributes);
    }
  }

  text(text: string): void {
    if (this.leafTag !== '') this.leafText += text;
    else if (!isBlank(text)) throw new Refusal('unexpected-text', 'Text between elements');
  }

  close(): void {
    const tag = this.leafTag;
    if (tag === '') {
      this.closeFrame();
      return;
    }
    const text = this.leafText;
    this.leafTag = '';
    this.leafText = '';
    const frame = this.frames.at(-1);
    if (frame !== undefined) this.closeLeaf(frame, tag, text);
  }

  private openLeaf(tag: string, attributes: Attributes, reader: ScalarReader | undefined): void {
    this.leafTag = tag;
    this.leafAttributes = attributes;
    this.leafReader = reader;
  }

  private openRoot(tag: string, attributes: Attributes): void {
    requireRoot(tag, attributes);
    // Each document of a stream numbers its references from the start.
    this.objects = noReferences();
    this.typeNames = noReferences();
    this.sawRoot = true;
    this.frames.push({ kind: 'root', records: this.records });
  }

  private openInObject(frame: ObjectFrame, tag: string, attributes: Attributes): void {
    const { object } = frame;
    switch (tag) {
      case 'TN':
        this.openTypes(object, attributes.RefId);
        return;
      case 'TNRef':
      case 'ToString':
        this.openLeaf(tag, attributes, undefined);
        return;
      case 'Props': {
        const members: ClixmlMember[] = [];
        object.properties = members;
        this.frames.push({ kind: 'members', members, element: 'Props' });
        return;
      }
      case 'MS': {
        const members: ClixmlMember[] = [];
        object.extended = members;
        this.frames.push({ kind: 'members', members, element: 'MS' });
        return;
      }
      default:
        if (!this.openContainer(object, tag)) this.openValue(frame, tag, attributes);
    }
  }

  private openTypes(object: ObjectDraft, refId: string | undefined): void {
    const types: string[] = [];
    object.types = types;
    if (refId !== undefined) this.typeNames[refId] = types;
    this.frames.push({ kind: 'types', types });
  }

  private openContainer(object: ObjectDraft, tag: string): boolean {
    if (tag === 'DCT') {
      const entries: ClixmlEntry[] = [];
      object.content = { tag, entries };
      this.frames.push({ kind: 'dictionary', entries });
      return true;
    }
    if (tag !== 'LST' && tag !== 'IE' && tag !== 'STK' && tag !== 'QUE') return false;
    const items: ClixmlValue[] = [];
    object.content = { tag, items };
    this.frames.push({ kind: 'list', items });
    return true;
  }

  private openPropertySet(frame: MembersFrame, attributes: Attributes): void {
    this.descend();
    const members: ClixmlMember[] = [];
    if (!attachMember(frame.members, { tag: 'MS', members }, this.name(attributes))) {
      throw new Refusal('missing-name', 'A property set without attribute N');
    }
    this.frames.push({ kind: 'members', members, element: 'set' });
  }

  private openValue(frame: Frame, tag: string, attributes: Attributes): void {
    if (tag === 'Obj') {
      this.openObject(frame, attributes);
      return;
    }
    const reader = scalarReaders.get(tag);
    if (reader !== undefined || tag === 'Ref') {
      this.openLeaf(tag, attributes, reader);
    } else if (tag === 'PR') {
      const record = { tag: 'PR' } as const;
      this.place(frame, record, attributes);
      this.frames.push({ kind: 'progress', record });
    } else {
      throw misplaced(tag);
    }
  }

  private openObject(frame: Frame, attributes: Attributes): void {
    this.descend();
    const refId = attributes.RefId;
    const object: ObjectDraft = {
      tag: 'Obj',
      refId,
      types: NO_TYPES,
      text: undefined,
      content: undefined,
      properties: undefined,
      extended: undefined,
    };
    // Known before its children are read: one of them can refer to it.
    if (refId !== undefined) this.objects[refId] = object;
    this.place(frame, object, attributes);
    this.frames.push({ kind: 'object', object });
  }

  private descend(): void {
    this.depth += 1;
    if (this.depth > this.maxDepth) throw new Refusal('too-deep', `Nested more than ${this.maxDepth} objects deep`);
  }

  private place(frame: Frame, value: ClixmlValue, attributes: Attributes): void {
    if (attach(frame, value, this.name(attributes), attributes)) return;
    if (frame.kind === 'entry') {
      const isRepeated = attributes.N === 'Key' || attributes.N === 'Value';
      const missing = frame.key === undefined ? 'missing-key' : 'missing-value';
      throw new Refusal(isRepeated ? 'unexpected-element' : missing, 'An entry has one Key and one Value, no more');
    }
    throw new Refusal('missing-name', 'A member without attribute N');
  }

  /** The name of a member. The same few come for every row: one string each, for which there is less to collect. */
  private name({ N: raw }: Attributes): string | undefined {
    if (raw === undefined) return undefined;
    const known = this.names.get(raw);
    if (known !== undefined) return known;
    const name = unescapeText(raw);
    this.names.set(raw, name);
    return name;
  }

  private closeFrame(): void {
    const frame = this.frames.pop();
    if (frame?.kind === 'object' || (frame?.kind === 'members' && frame.element === 'set')) this.depth -= 1;
    else if (frame?.kind === 'entry') this.closeEntry(frame);
  }

  private closeEntry({ entries, key, value }: EntryFrame): void {
    if (key === undefined) throw new Refusal('missing-key', 'A dictionary entry without Key');
    if (value === undefined) throw new Refusal('missing-value', 'A dictionary entry without Value');
    entries.push({ key, value });
  }

  private closeLeaf(frame: Frame, tag: string, text: string): void {
    const { leafReader, leafAttributes } = this;
    if (leafReader !== undefined) {
      const value = this.scalars.read(leafReader, text);
      if (value === undefined) throw new Refusal(leafReader.reason, `${excerpt(text)} is not a value of <${tag}>`);
      this.place(frame, value, leafAttributes);
    } else if (frame.kind === 'types') {
      frame.types.push(unescapeText(text));
    } else if (frame.kind === 'progress') {
      if (progressFields.get(tag)?.(frame.record, text) === true) return;
      throw new Refusal('bad-number', `${excerpt(text)} is not a value of <${tag}>`);
    } else if (tag === 'Ref') {
      this.place(frame, resolveReference(this.objects, tag, leafAttributes), leafAttributes);
    } else if (frame.kind === 'object') {
      if (tag === 'ToString') frame.object.text = unescapeText(text);
      else frame.object.types = resolveReference(this.typeNames, tag, leafAttributes);
    }
  }
}
