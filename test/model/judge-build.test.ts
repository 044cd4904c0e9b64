import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions } from '../../src/base/version-number.js';
import { judgeBuild, type BuildConcern } from '../../src/model/judge-build.js';
import { productBuilds, productBuildsSchema } from '../../src/model/product-builds.js';

const at = (day: string): Date => new Date(`${day}T10:00:00Z`);

function concerns(version: string, day: string, usesApplication?: boolean): string[] {
  return (judgeBuild(version, at(day), usesApplication)?.concerns ?? []).map(describeConcern);
}

function describeConcern(concern: BuildConcern): string {
  switch (concern.kind) {
    case 'cut-off':
      return `cut-off since ${concern.cut.day}`;
    case 'deadline':
      return `deadline ${concern.cut.day} in ${String(concern.days)} days`;
    case 'out-of-support':
      return `out of support since ${concern.since ?? 'before the list'}`;
    case 'vulnerable':
      return concern.vulnerability.id;
    case 'recalled':
      return 'recalled';
  }
}

describe('a build is judged at an instant', () => {
  test.each([
    [
      '2.4.27.0',
      '2026-11-29',
      [
        'cut-off since 2026-09-30',
        'out of support since 2026-01-15',
        'CVE-2026-65673',
        'deadline 2027-04-07 in 129 days',
      ],
    ],
    ['2.5.76.0', '2026-09-30', ['cut-off since 2026-09-30', 'out of support since 2026-09-01', 'CVE-2026-65673']],
    ['2.5.76.0', '2026-09-29', ['out of support since 2026-09-01', 'CVE-2026-65673', 'deadline 2026-09-30 in 1 days']],
    ['2.4.27.0', '2026-08-01', ['out of support since 2026-01-15', 'deadline 2026-09-30 in 60 days']],
    ['2.4.27.0', '2026-01-14', []],
    ['2.5.190.0', '2026-08-10', []],
    ['2.5.190.0', '2026-08-11', ['CVE-2026-65673']],
    ['2.6.79.0', '2026-11-29', ['recalled', 'CVE-2026-65673', 'deadline 2027-04-07 in 129 days']],
    ['2.6.84.0', '2026-11-29', []],
    ['2.6.84.0', '2027-09-16', ['out of support since 2027-09-16']],
    ['2.6.92.0', '2026-11-29', []],
    ['2.7.1.0', '2026-11-29', []],
    [
      '1.1.880.0',
      '2026-11-29',
      [
        'cut-off since 2026-09-30',
        'out of support since before the list',
        'CVE-2026-65673',
        'deadline 2027-04-07 in 129 days',
      ],
    ],
    [
      '2.5.79.0',
      '2026-11-29',
      ['out of support since 2026-10-23', 'CVE-2026-65673', 'deadline 2027-04-07 in 129 days'],
    ],
  ])('%s on %s', (version, day, expected) => {
    expect(concerns(version, day)).toEqual(expected);
  });

  test('and by how the Entra connector signs in, once a deadline asks for that', () => {
    expect(concerns('2.6.92.0', '2026-11-29', false)).toEqual(['deadline 2027-04-07 in 129 days']);
    expect(concerns('2.6.92.0', '2026-11-29', true)).toEqual([]);
    expect(concerns('2.6.92.0', '2027-04-07', false)).toEqual(['cut-off since 2027-04-07']);
    expect(concerns('2.5.190.0', '2026-11-29', true)).toContain('deadline 2027-04-07 in 129 days');
  });

  test('says whether the list knows it', () => {
    expect(judgeBuild('2.6.92.0', at('2026-11-29'))?.place).toBe('listed');
    expect(judgeBuild('2.6.93.0', at('2026-11-29'))?.place).toBe('newer');
    expect(judgeBuild('2.6.85.0', at('2026-11-29'))?.place).toBe('between');
    expect(judgeBuild('two', at('2026-11-29'))).toBeUndefined();
  });

  test('and a cut never ends: what is cut off one day is cut off on every later one', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(9), fc.nat(200), fc.nat(9)).map((parts) => parts.join('.'));

    fc.assert(
      fc.property(version, fc.nat(2_000), (build, days) => {
        const [today, later] = [new Date('2026-09-30T00:00:00Z'), new Date(Date.UTC(2026, 8, 30 + days))];
        const isCutOff = (instant: Date): boolean =>
          judgeBuild(build, instant)?.concerns.some(({ kind }) => kind === 'cut-off') === true;
        return !isCutOff(today) || isCutOff(later);
      }),
    );
  });
});

describe('the list of builds', () => {
  test('is in the order of builds, each once, and nothing in it is newer than the list', () => {
    const builds = productBuilds.builds.map(({ build }) => build);

    expect(builds.slice(1).filter((build, index) => (compareVersions(build, builds[index] ?? '') ?? -1) <= 0)).toEqual(
      [],
    );
    expect(productBuilds.builds.filter(({ released }) => (released?.day ?? '') > productBuilds.asOf)).toEqual([]);
  });

  test('refuses a row with a day that does not exist, a build that is not one, and no source', () => {
    const [row] = productBuilds.builds;
    const withRow = (changes: object): unknown => ({ ...productBuilds, builds: [{ ...row, ...changes }] });

    expect(productBuildsSchema.safeParse(withRow({})).success).toBe(true);
    expect(productBuildsSchema.safeParse(withRow({ released: { day: '2026-02-30', certainty: 'V' } })).success).toBe(
      false,
    );
    expect(productBuildsSchema.safeParse(withRow({ build: '2.5' })).success).toBe(false);
    expect(productBuildsSchema.safeParse(withRow({ sources: [] })).success).toBe(false);
  });
});
