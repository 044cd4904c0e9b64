import { describe, expect, test } from '@jest/globals';
import { deferred } from '../../src/base/async.js';
import { handOver } from '../../src/base/hand-over.js';

/** Whatever can happen by itself has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('pages at the pace of whoever takes them', () => {
  test('are asked for one by one: the next when the last was taken', async () => {
    const asked: number[] = [];
    const taken: number[] = [];
    const pages = handOver<number>(async (onPage) => {
      for (const page of [1, 2, 3, 4]) {
        asked.push(page);
        await onPage(page);
      }
    });
    for await (const page of pages) {
      await settled();
      taken.push(page);
      expect(asked).toEqual(taken);
    }
    expect(taken).toEqual([1, 2, 3, 4]);
  });

  test('come all, in order, from a reader that does not wait', async () => {
    const pages = handOver<number>((onPage) => {
      void [1, 2, 3].map((page) => onPage(page));
      return Promise.resolve();
    });
    const taken = [];
    for await (const page of pages) {
      await settled();
      taken.push(page);
    }
    expect(taken).toEqual([1, 2, 3]);
  });

  test('come before the error that ended the reading', async () => {
    const taken: number[] = [];
    const reading = async (): Promise<void> => {
      const pages = handOver<number>((onPage) => {
        void onPage(1);
        return Promise.reject(new Error('the log broke off'));
      });
      for await (const page of pages) {
        await settled();
        taken.push(page);
      }
    };
    await expect(reading()).rejects.toThrow('the log broke off');
    expect(taken).toEqual([1]);
  });

  test('hold the reader no longer when the loop is left, nor with those that come later', async () => {
    const over = deferred<string>();
    const pages = handOver<number>(async (onPage) => {
      await onPage(1);
      await onPage(2);
      over.resolve('read to the end');
    });
    for await (const page of pages) {
      expect(page).toBe(1);
      break;
    }
    await expect(over.promise).resolves.toBe('read to the end');
  });
});
