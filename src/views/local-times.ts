/** An instant as the clock of a zone shows it. */
export interface LocalTime {
  /** `2026-11-22` */
  readonly day: string;
  /** `10:03:00` */
  readonly time: string;
  /** `UTC`, `+01`, `-03:30`: what the zone is away from UTC at this instant. Nearly always as wide as `UTC`. */
  readonly zone: string;
}

/** Shows instants in one zone of time. */
export interface LocalTimes {
  readonly at: (instant: string) => LocalTime;
  /**
   * Text in which every time (as `instantText` writes it) is in the zone and says so: `2026-11-22 11:03:00 +01`. As wide as
   * before, so that lines which were wrapped for a terminal stay whole.
   */
  readonly write: (text: string) => string;
  /** Columns by which a line with two times can become wider: none, but in a zone of half hours. */
  readonly margin: number;
}

/** Not `\b` before it: the code of a colour ends with a letter. */
const written = /(?<!\d)(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC\b/g;

function formatOffset(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return minutes === 0
    ? 'UTC'
    : `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The zone that is named, by the name of the tz database, else the zone of this machine. */
export function chooseZone({
  utc,
  env,
}: {
  readonly utc: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}): string {
  const named = utc ? 'UTC' : (env['TZ'] ?? '');
  const zone = resolveZone(named === '' ? undefined : named) ?? resolveZone(undefined) ?? 'UTC';
  return /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu)$/.test(zone) ? 'UTC' : zone;
}

/** Undefined for a name that Intl does not know, as one in another form: "MEZ-1". */
function resolveZone(timeZone: string | undefined): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const fields = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;

/** Reads the clock of a zone of the tz database; Intl has translated the zones of Windows. */
function clockOf(timeZone: string): LocalTimes['at'] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', calendar: 'iso8601', ...fields });
  return (instant) => {
    const date = new Date(instant);
    const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
    const day = `${part('year')}-${part('month')}-${part('day')}`;
    const time = `${part('hour')}:${part('minute')}:${part('second')}`;
    const shownMs = Date.parse(`${day}T${time}Z`) - Math.floor(date.getTime() / 1_000) * 1_000;
    return { day, time, zone: formatOffset(Math.round(shownMs / 60_000)) };
  };
}

/** Shows instants in a zone of the tz database. Times in UTC stay as they are written. */
export function localTimes(timeZone: string): LocalTimes {
  const at = clockOf(timeZone);
  const write = (whole: string, day: string, clock: string): string => {
    const instant = `${day}T${clock}Z`;
    if (Number.isNaN(Date.parse(instant))) {
      return whole;
    }
    const shown = at(instant);
    return `${shown.day} ${shown.time} ${shown.zone}`;
  };
  const halfYears = ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'].map((instant) => at(instant).zone.length);
  return {
    at,
    write: (text) => (timeZone === 'UTC' ? text : text.replace(written, write)),
    margin: 2 * Math.max(0, ...halfYears.map((length) => length - 'UTC'.length)),
  };
}
