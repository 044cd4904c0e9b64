import {
  attach,
  attachMember,
  type EntryFrame,
  type Frame,
  type MembersFrame,
  type ObjectDraft,
  type ObjectFrame,
  progressFields,
} from './clixml-frames.js';
import { scalarReaders } from './clixml-scalars.js';
import { unescapeText } from './clixml-text.js';
import type { ClixmlEntry, ClixmlMember, ClixmlReason, ClixmlRecord, ClixmlValue } from './clixml-tree.js';

/** Why the builder stops; the decoder adds line and column. */
export class Refusal extends Error {
  constructor(
    readonly reason: ClixmlReason,
    detail: string,
  ) {
    super(detail);
  }
}

/** The attributes of an element, by name. */
export type Attributes = Readonly<Record<string, string>>;

/** An element with text and without child elements, while it is open. */
interface Leaf {
  readonly tag: string;
  readonly attributes: Attributes;
}

const NAMESPACE = 'http://schemas.microsoft.com/powershell/2004/04';
const NOT_BLANK = /[^ \t\r\n]/;
const STRUCTURE = 'Objs Obj Ref PR TN TNRef T ToString Props MS LST IE STK QUE DCT En AV AI PI PC SR SD'.split(' ');
const EXCERPT = 40;

function excerpt(text: string): string {
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}...` : text);
}

function misplaced(tag: string): Refusal {
  return STRUCTURE.includes(tag) || scalarReaders.has(tag)
    ? new Refusal('unexpected-element', `<${tag}> has no place here`)
    : new Refusal('unknown-element', `<${excerpt(tag).slice(1, -1)}> is not an element of CLIXML`);
}

/**
 * Builds the tree from the events of an XML parser: a frame for each open element that can have children, and at most
 * one leaf. There is no recursion, so deep nesting cannot exhaust the stack; `maxDepth` bounds what it costs.
 */
export class TreeBuilder {
  readonly records: ClixmlRecord[] = [];
  sawRoot = false;
  private readonly frames: Frame[] = [];
  private readonly objects = new Map<string, ObjectDraft>();
  private readonly typeNames = new Map<string, readonly string[]>();
  private leaf: Leaf | undefined;
  private leafText = '';
  private depth = 0;

  constructor(private readonly maxDepth: number) {}

  /** True while the open element is one with text only. */
  get isInLeaf(): boolean {
    return this.leaf !== undefined;
  }

  open(tag: string, attributes: Attributes): void {
    if (this.leaf !== undefined) throw misplaced(tag);
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
        this.leaf = { tag, attributes };
        return;
      case 'root':
      case 'list':
      case 'entry':
        this.openValue(frame, tag, attributes);
    }
  }

  text(text: string): void {
    if (this.leaf !== undefined) this.leafText += text;
    else if (NOT_BLANK.test(text)) {
      throw new Refusal('unexpected-text', 'Text between elements');
    }
  }

  close(): void {
    const { leaf, leafText } = this;
    if (leaf === undefined) {
      this.closeFrame();
      return;
    }
    this.leaf = undefined;
    this.leafText = '';
    const frame = this.frames.at(-1);
    if (frame !== undefined) this.closeLeaf(frame, leaf, leafText);
  }

  private openRoot(tag: string, attributes: Attributes): void {
    if (tag !== 'Objs' || (attributes['xmlns'] ?? NAMESPACE) !== NAMESPACE) {
      throw new Refusal('bad-root', 'The root is not <Objs> of the PowerShell namespace');
    }
    const version = attributes['Version'] ?? '1.1.0.1';
    if (!/^1(?:\.\d+)+$/.test(version)) {
      throw new Refusal('bad-version', `CLIXML version ${excerpt(version)} is not supported`);
    }
    // Each document of a stream numbers its references from the start.
    this.objects.clear();
    this.typeNames.clear();
    this.sawRoot = true;
    this.frames.push({ kind: 'root', records: this.records });
  }

  private openInObject(frame: ObjectFrame, tag: string, attributes: Attributes): void {
    const { object } = frame;
    switch (tag) {
      case 'TN':
        this.openTypes(object, attributes['RefId']);
        return;
      case 'TNRef':
      case 'ToString':
        this.leaf = { tag, attributes };
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
    if (refId !== undefined) this.typeNames.set(refId, types);
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
    if (!attachMember(frame.members, { tag: 'MS', members }, attributes['N'])) {
      throw new Refusal('missing-name', 'A property set without attribute N');
    }
    this.frames.push({ kind: 'members', members, element: 'set' });
  }

  private openValue(frame: Frame, tag: string, attributes: Attributes): void {
    if (tag === 'Obj') {
      this.openObject(frame, attributes);
    } else if (tag === 'PR') {
      const record = { tag: 'PR' } as const;
      this.place(frame, record, attributes);
      this.frames.push({ kind: 'progress', record });
    } else if (tag === 'Ref' || scalarReaders.has(tag)) {
      this.leaf = { tag, attributes };
    } else {
      throw misplaced(tag);
    }
  }

  private openObject(frame: Frame, attributes: Attributes): void {
    this.descend();
    const refId = attributes['RefId'];
    const object: ObjectDraft = {
      tag: 'Obj',
      refId,
      types: [],
      text: undefined,
      content: undefined,
      properties: undefined,
      extended: undefined,
    };
    // Known before its children are read: one of them can refer to it.
    if (refId !== undefined) this.objects.set(refId, object);
    this.place(frame, object, attributes);
    this.frames.push({ kind: 'object', object });
  }

  private descend(): void {
    this.depth += 1;
    if (this.depth > this.maxDepth) throw new Refusal('too-deep', `Nested more than ${this.maxDepth} objects deep`);
  }

  private place(frame: Frame, value: ClixmlValue, attributes: Attributes): void {
    if (attach(frame, value, attributes['N'], attributes['S'])) return;
    if (frame.kind === 'entry') {
      const isRepeated = attributes['N'] === 'Key' || attributes['N'] === 'Value';
      const missing = frame.key === undefined ? 'missing-key' : 'missing-value';
      throw new Refusal(isRepeated ? 'unexpected-element' : missing, 'An entry has one Key and one Value, no more');
    }
    throw new Refusal('missing-name', 'A member without attribute N');
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

  private closeLeaf(frame: Frame, { tag, attributes }: Leaf, text: string): void {
    const reader = scalarReaders.get(tag);
    if (frame.kind === 'types') {
      frame.types.push(unescapeText(text));
    } else if (frame.kind === 'progress') {
      if (progressFields.get(tag)?.(frame.record, text) === true) return;
      throw new Refusal('bad-number', `${excerpt(text)} is not a value of <${tag}>`);
    } else if (reader !== undefined) {
      const value = reader.read(text);
      if (value === undefined) throw new Refusal(reader.reason, `${excerpt(text)} is not a value of <${tag}>`);
      this.place(frame, value, attributes);
    } else if (tag === 'Ref') {
      this.place(frame, this.resolve(this.objects, tag, attributes), attributes);
    } else if (frame.kind === 'object') {
      if (tag === 'ToString') frame.object.text = unescapeText(text);
      else frame.object.types = this.resolve(this.typeNames, tag, attributes);
    }
  }

  private resolve<T>(known: ReadonlyMap<string, T>, tag: string, attributes: Attributes): T {
    const refId = attributes['RefId'] ?? '';
    const target = known.get(refId);
    if (target === undefined)
      throw new Refusal('unknown-reference', `<${tag}> to ${excerpt(refId)}, which is not there`);
    return target;
  }
}
