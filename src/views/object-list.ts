import { counted } from '../base/text.js';
import { isWrongName } from '../model/first-cause.js';
import type { ObjectResult, ObjectStatus } from '../model/object-report.js';
import { indented } from './layout.js';
import type { ViewOptions } from './view.js';

/** On a terminal so many users are listed of each group; the causes below are what is wanted. */
const mostOnTerminal = 20;
/** In a pipe failed users are printed as they come; so many of each other group wait for the end. */
const mostKept = 1_000;

type Group = ObjectStatus | 'wrong-name';

/** Names that nobody has are many if a list is of another forest; they do not take the room of users. */
const order: readonly Group[] = ['fail', 'wrong-name', 'unknown', 'warn', 'pass'];

function groupOf({ status, cause }: Pick<ObjectResult, 'status' | 'cause'>): Group {
  return cause !== null && isWrongName({ check: cause.check, status }) ? 'wrong-name' : status;
}

/** How many are not listed, and what there is to know of them: those that are not in order have their causes below. */
function leftText(others: number, inOrder: number): string {
  const all = others + inOrder;
  if (others === 0) {
    return `${counted(all, 'user')} in order not listed`;
  }
  const causes =
    inOrder === 0
      ? `${all === 1 ? 'its cause is' : 'the causes are'} below`
      : `${inOrder} in order, the causes of the others are below`;
  return `${counted(all, 'user')} not listed: ${causes}`;
}

/**
 * Many users in the order in which they are read: the failed ones, those in doubt, those in order. Bounded, whatever their number
 * is; verbose: as they come, and all of them.
 */
export class ObjectList {
  private readonly kept = new Map<Group, string[][]>(order.map((status) => [status, []]));
  private readonly left = { inOrder: 0, others: 0 };

  constructor(private readonly options: ViewOptions) {}

  private get isOnTerminal(): boolean {
    return this.options.columns !== undefined;
  }

  /** True if nothing is printed before the end. */
  get waits(): boolean {
    return this.isOnTerminal && this.options.verbosity !== 'verbose';
  }

  /** Takes the lines of the next user; returns those that are printed now. */
  take(result: Pick<ObjectResult, 'status' | 'cause'>, lines: string[]): string[] {
    const { status } = result;
    if (this.options.verbosity === 'verbose' || (status === 'fail' && !this.isOnTerminal)) {
      return lines;
    }
    const list = this.kept.get(groupOf(result));
    if (list === undefined || list.length >= (this.isOnTerminal ? mostOnTerminal : mostKept)) {
      this.left[status === 'pass' ? 'inOrder' : 'others'] += 1;
    } else {
      list.push(lines);
    }
    return [];
  }

  /** Those that waited, and how many are not listed. */
  end(): string[] {
    const { columns } = this.options;
    const notInOrder = order.flatMap((status) => (status === 'pass' ? [] : (this.kept.get(status) ?? [])));
    const inOrder = this.kept.get('pass') ?? [];
    // Users in order have what is left of a screen.
    const shown = this.isOnTerminal ? inOrder.slice(0, Math.max(0, mostOnTerminal - notInOrder.length)) : inOrder;
    const hidden = this.left.inOrder + inOrder.length - shown.length;
    const isAll = hidden + this.left.others === 0;
    const left = `${leftText(this.left.others, hidden)}; -v lists all`;
    return [...notInOrder.flat(), ...shown.flat(), ...(isAll ? [] : ['', ...indented(left, 0, columns)])];
  }
}
