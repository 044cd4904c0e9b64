import type { ValueChange } from '../model/diff-document.js';
import { durationText } from '../model/duration.js';
import { arePlain, pairValues } from '../model/named-values.js';
import { factSources, type FactName } from '../model/fact-names.js';
import type { Report } from '../model/report.js';

/** Facts that somebody sets, and that do not move by themselves. */
const settingFacts: readonly FactName[] = [
  'connectors',
  'companyFeature',
  'scheduler',
  'globalSetting',
  'entraCredential',
  'channels',
  'executionPolicy',
];
const settingSources: ReadonlySet<string> = new Set(settingFacts.map((name) => factSources[name]));

/** Checks whose labels are names, so that one that is on one side only came or went. */
const listingChecks: ReadonlySet<string> = new Set(['PHS201', 'PHS202', 'PHS207']);

/** What the server chooses by itself. */
const moving = 'Domain controller last used';
const instant = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

interface Value extends Omit<ValueChange, 'before' | 'after'> {
  readonly value: string;
  /** The check that lists such values, so that one that the other side does not have came or went; undefined: none does. */
  readonly listedBy?: string | undefined;
}

/** What was found of a setting; why one could not be read is not its value. */
function evidenceValues({ findings }: Report): readonly Value[] {
  return findings.flatMap(({ check, status, subject = null, evidence }) =>
    (status === 'unknown' || status === 'skip' ? [] : evidence).flatMap(({ label, value, source = '' }): Value[] => {
      const area = source === factSources.rules ? 'rule' : settingSources.has(source) ? 'setting' : undefined;
      return area === undefined || label.startsWith(moving) || instant.test(value)
        ? []
        : [
            {
              area,
              name: label,
              subject,
              value,
              listedBy: listingChecks.has(check) && value !== '0' ? check : undefined,
            },
          ];
    }),
  );
}

function builds({ server }: Report): readonly Value[] {
  const [platform, module, engine] = [server?.platform, server?.module, server?.engine].map((fact) =>
    fact?.known === true ? fact.value : undefined,
  );
  const rows: readonly (readonly [string, unknown])[] = [
    ['Entra Connect', platform !== undefined && 'productVersion' in platform ? platform.productVersion : undefined],
    ['Windows', platform !== undefined && 'osDescription' in platform ? platform.osDescription : undefined],
    ['ADSync module', module !== undefined && 'version' in module ? module.version : undefined],
    ['PowerShell', engine !== undefined && 'psVersion' in engine ? engine.psVersion : undefined],
  ];
  return rows.flatMap(([name, value]) =>
    typeof value === 'string' ? [{ area: 'build', name, subject: null, value }] : [],
  );
}

function overviewValues({ overview }: Report): readonly Value[] {
  const scheduler = overview?.scheduler.known === true ? overview.scheduler.value : undefined;
  const intervalMs = scheduler?.intervalMs ?? null;
  return [
    ...(intervalMs === null ? [] : [['Interval of the scheduler', durationText(intervalMs)] as const]),
    ...(overview === null || overview.audit === 'not-known'
      ? []
      : [['Audit of administrators', overview.audit] as const]),
  ].map(([name, value]) => ({ area: 'setting', name, subject: null, value }));
}

function allValues(report: Report): readonly Value[] {
  return [...builds(report), ...overviewValues(report), ...evidenceValues(report)];
}

function judgedChecks({ findings }: Report): ReadonlySet<string> {
  return new Set(findings.filter(({ status }) => status !== 'skip' && status !== 'unknown').map(({ check }) => check));
}

/**
 * Settings, rules that synchronize passwords, and builds that two documents say differently. With `namesDiffer` only values
 * that hold no names count, and nothing comes or goes.
 */
export function compareValues(before: Report, after: Report, namesDiffer: boolean): readonly ValueChange[] {
  const [ranBefore, ranAfter] = [judgedChecks(before), judgedChecks(after)];
  const areas: readonly ValueChange['area'][] = ['setting', 'rule', 'build'];
  const join = (value: Value, { listedBy }: Value): Value => ({ ...value, listedBy: value.listedBy ?? listedBy });
  return pairValues(allValues(before), allValues(after), join)
    .flatMap((pair): ValueChange[] => {
      const { some, first: was, second: is } = pair;
      const isChange = was !== undefined && is !== undefined;
      const counts = namesDiffer
        ? isChange && (some.area === 'build' || arePlain(pair))
        : isChange || (is === undefined ? ranAfter : ranBefore).has(some.listedBy ?? '');
      const { area, name, subject } = some;
      return counts ? [{ area, name, subject, before: was?.value ?? null, after: is?.value ?? null }] : [];
    })
    .sort((left, right) => areas.indexOf(left.area) - areas.indexOf(right.area));
}
