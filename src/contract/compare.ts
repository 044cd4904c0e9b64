import { groupBy } from '../base/group-by.js';
import { eventMeanings } from '../model/event-catalog.js';
import type { ContractEvent } from '../model/contract-rows.js';
import { assumptions } from './assumptions.js';
import { namesOf } from './assumption.js';
import { commandAssumptions } from './commands.js';
import { enumAssumptions, sourceSigns } from './enums-and-texts.js';
import { enumsOf, isCommonParameter, shapeAt, shapeName, type Observed } from './observed.js';
import { shapeAssumptions } from './shapes.js';

/** How a part of the product compares with what is assumed. */
export type Verdict = 'as assumed' | 'different' | 'not known before' | 'not seen';

/** One line of the comparison: several items of one thing with the same verdict for the same reason. */
export interface Compared {
  readonly verdict: Verdict;
  readonly what: string;
  readonly items: readonly string[];
  /** What was seen instead, or why nothing was. */
  readonly says?: string;
}

const lower = (name: string): string => name.toLowerCase();

function unknownParameters({ commands }: Observed): readonly Compared[] {
  return commandAssumptions.flatMap(({ command, parameters, others = '' }) => {
    const assumed = new Set([...namesOf(parameters).map(([name]) => name), ...others.split(' ')].map(lower));
    const found = commands.find(({ name }) => name === command)?.parameters ?? [];
    return news(
      `command ${command}`,
      found.map(({ name }) => name).filter((name) => !isCommonParameter(name) && !assumed.has(lower(name))),
      (name) => `-${name}`,
    );
  });
}

function unknownMembers(seen: Observed): readonly Compared[] {
  return shapeAssumptions.flatMap(({ of, path, members, others = '' }) => {
    const assumed = new Set([...namesOf(members).map(([name]) => name), ...others.split(' ')]);
    const found = shapeAt(seen, of, path)?.members ?? [];
    return news(
      shapeName({ of, path }),
      found.map(({ name }) => name).filter((name) => !assumed.has(name)),
    );
  });
}

function unknownValues(seen: Observed): readonly Compared[] {
  return [...enumsOf(seen)].flatMap(([type, values]) => {
    const known = enumAssumptions.find((one) => one.type === type);
    return news(
      `enumeration ${type}`,
      [...values].filter(([name]) => known?.values[name] === undefined).map(([name, number]) => `${name}=${number}`),
    );
  });
}

/** Whether the catalogue has an id from this source. Records of older engines carry the engine's older name. */
function isKnown({ eventId, source }: ContractEvent): boolean {
  const name = source === 'FIMSynchronizationService' ? 'ADSync' : source;
  return eventMeanings(eventId).some((entry) => entry.source === name);
}

function unknownEvents({ events }: Observed): readonly Compared[] {
  const strange = events.filter((event) => sourceSigns.test(event.source) && !isKnown(event));
  return [...groupBy(strange, ({ source }) => source)].flatMap(([source, mine]) =>
    news(
      `events of ${source}`,
      mine.map(({ eventId }) => String(eventId)),
    ),
  );
}

function news(
  what: string,
  items: readonly string[],
  name: (item: string) => string = (item) => item,
): readonly Compared[] {
  return items.length === 0 ? [] : [{ verdict: 'not known before', what, items: items.map(name) }];
}

/** Compares what a server showed with everything that is assumed. */
export function compare(seen: Observed): readonly Compared[] {
  const lines = new Map<string, Compared & { items: string[] }>();
  for (const { what, item, judge } of assumptions) {
    const judged = judge(seen);
    const says = 'says' in judged ? judged.says : undefined;
    const key = JSON.stringify([what, judged.verdict, says]);
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, { verdict: judged.verdict, what, items: [item], ...(says === undefined ? {} : { says }) });
    } else {
      line.items.push(item);
    }
  }
  return [
    ...lines.values(),
    ...unknownParameters(seen),
    ...unknownMembers(seen),
    ...unknownValues(seen),
    ...unknownEvents(seen),
  ];
}

/** Whether the comparison holds something that nobody knew. */
export function hasNews(compared: readonly Compared[]): boolean {
  return compared.some(({ verdict }) => verdict === 'different' || verdict === 'not known before');
}
