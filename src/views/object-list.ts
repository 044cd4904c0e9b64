import { counted } from '../base/text.js';
import type { ObjectResult, ObjectStatus } from '../model/object-report.js';
import { indented } from './layout.js';
import type { ViewOptions } from './view.js';

/** On a terminal so many users are listed of each group; the causes below are what is wanted. */
const mostOnTerminal = 20;
/** In a pipe failed users are printed as they come; so many of each other group wait for the end. */
const mostKept = 1_000;

const order: readonly ObjectStatus[] = ['fail', 'unknown', 'warn', 'pass'];

/**
 * Many users in the order in which they are read: the failed ones, those in doubt, those in order. Bounded, whatever their number
 * is; verbose: as they come, and all of them.
 */
export class ObjectList {
  private readonly kept = new Map<ObjectStatus, string[][]>(order.map((status) => [status, []]));
  private left = 0;

  constructor(private readonly options: ViewOptions) {}

  private get isOnTerminal(): boolean {
    return this.options.columns !== undefined;
  }

  /** True if nothing is printed before the end. */
  get waits(): boolean {
    return this.isOnTerminal && this.options.verbosity !== 'verbose';
  }

  /** Takes the lines of the next user; returns those that are printed now. */
  take({ status }: Pick<ObjectResult, 'status'>, lines: string[]): string[] {
    if (this.options.verbosity === 'verbose' || (status === 'fail' && !this.isOnTerminal)) {
      return lines;
    }
    const list = this.kept.get(status);
    if (list === undefined || list.length >= (this.isOnTerminal ? mostOnTerminal : mostKept)) {
      this.left += 1;
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
    const left = this.left + inOrder.length - shown.length;
    const text = `${counted(left, 'user')} not listed, in order or with the causes below: -v lists all`;
    return [...notInOrder.flat(), ...shown.flat(), ...(left === 0 ? [] : ['', ...indented(text, 0, columns)])];
  }
}
