// The order of the files of tests: those that keep a worker for a minute begin first, so that none of them is left alone at the end.
// In a fresh clone jest knows no times and goes by the size of files, which says nothing here.
import Sequencer from '@jest/test-sequencer';

/** The longest ones, the longest first. */
const slow = [
  'test/guard/signed-in-user.test.ts',
  'test/package/lookups.test.ts',
  'test/texts/regular-expressions.test.ts',
  'test/fixtures/recordings.test.ts',
  'test/windows/console-pages.test.ts',
  'test/ps/live-session.test.ts',
  'test/package/pack.test.ts',
];

/** Where a file stands in that list; behind it, if it is none of them. */
function placeOf(path) {
  const place = slow.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/${name}`));
  return place === -1 ? slow.length : place;
}

export default class SlowFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((left, right) => placeOf(left.path) - placeOf(right.path));
  }
}
