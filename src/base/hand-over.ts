import { deferred } from './async.js';

interface Waiting<Page> {
  readonly page: Page;
  readonly take: (value: undefined) => void;
}

/**
 * Pages at the pace of whoever takes them: `read` hands each page to its callback, whose promise settles when the page was taken
 * and the next one is wanted. A `read` that does not wait for it is kept up with. When the loop is left the promise settles too,
 * and `read` is not waited for. Rejects as `read` does, after the pages that came before.
 */
export async function* handOver<Page>(
  read: (onPage: (page: Page) => Promise<void>) => Promise<void>,
): AsyncGenerator<Page, void, undefined> {
  const waiting: Waiting<Page>[] = [];
  let isLeft = false;
  let news = deferred<undefined>();
  const ended = read((page) => {
    const taken = deferred<undefined>();
    if (isLeft) {
      taken.resolve(undefined);
    } else {
      waiting.push({ page, take: taken.resolve });
      news.resolve(undefined);
    }
    return taken.promise;
  });
  ended.catch(() => undefined);
  const isOver = ended.then(() => true);
  isOver.catch(() => undefined);
  try {
    for (;;) {
      const over = waiting.length === 0 && (await Promise.race([news.promise.then(() => false), isOver]));
      const next = waiting.shift();
      if (next !== undefined) {
        try {
          yield next.page;
        } finally {
          next.take(undefined);
        }
      } else if (over) {
        return;
      }
      news = waiting.length === 0 ? deferred<undefined>() : news;
    }
  } finally {
    isLeft = true;
    waiting.splice(0).forEach(({ take }) => {
      take(undefined);
    });
  }
}
