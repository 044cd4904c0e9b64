/** What a monitor reads of one line of a plugin (Monitoring Plugins Development Guidelines, "Performance data"). */
export interface PluginLine {
  readonly text: string;
  /** The lines after the first one. */
  readonly details: readonly string[];
  readonly data: readonly {
    readonly label: string;
    readonly value: number | null;
    readonly unit: string;
    readonly limits: readonly string[];
  }[];
}

function readDatum(
  source: string,
  start: number,
): { readonly datum: PluginLine['data'][number]; readonly end: number } {
  const quoted = source.charAt(start) === "'";
  const labelEnd = quoted ? source.indexOf("'", start + 1) : source.indexOf('=', start);
  const label = source.slice(quoted ? start + 1 : start, labelEnd);
  const valueAt = quoted ? labelEnd + 2 : labelEnd + 1;
  if (labelEnd < 0 || source.charAt(valueAt - 1) !== '=') {
    throw new Error(`No label at ${start}: ${source}`);
  }
  const space = source.indexOf(' ', valueAt);
  const end = space < 0 ? source.length : space;
  const [value = '', ...limits] = source.slice(valueAt, end).split(';');
  const number = /^(U|\d+)(s?)$/.exec(value);
  if (number === null || limits.length > 4 || limits.some((limit) => !/^\d*$/.test(limit))) {
    throw new Error(`No value at ${valueAt}: ${source}`);
  }
  return {
    datum: { label, value: number[1] === 'U' ? null : Number(number[1]), unit: number[2] ?? '', limits },
    end: end + 1,
  };
}

/** Reads the output as strictly as the guidelines are; raises an Error for anything else. */
export function readPluginLine(output: string): PluginLine {
  const [line = '', ...more] = output.split('\n');
  const details = more.slice(0, -1);
  if (more.at(-1) !== '' || details.some((each) => each === '' || each.includes('|'))) {
    throw new Error('The output does not end with a line feed, or a line of the long output has no text or a bar.');
  }
  const bar = line.indexOf('|');
  const text = (bar < 0 ? line : line.slice(0, bar)).trimEnd();
  const source = bar < 0 ? '' : line.slice(bar + 1).trim();
  const data: PluginLine['data'][number][] = [];
  for (let at = 0; at < source.length;) {
    const { datum, end } = readDatum(source, at);
    data.push(datum);
    at = end;
  }
  return { text, details, data };
}

/** Undoes the escape of a label. */
export function readLabel(label: string): string {
  return decodeURIComponent(label);
}

/** What a collector reads of one sample. */
export interface ReadSample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function unescapeLabel(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

function readSample(line: string): ReadSample {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/u.exec(line);
  if (match === null) {
    throw new Error(`No sample: ${line}`);
  }
  const [, metric = '', pairs = '', value = ''] = match;
  const labels: Record<string, string> = {};
  let rest = pairs;
  while (rest !== '') {
    const pair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/u.exec(rest);
    if (pair === null || Object.hasOwn(labels, pair[1] ?? '')) {
      throw new Error(`No label: ${rest}`);
    }
    labels[pair[1] ?? ''] = unescapeLabel(pair[2] ?? '');
    rest = rest.slice(pair[0].length);
  }
  if (!Number.isFinite(Number(value))) {
    throw new Error(`No value: ${line}`);
  }
  return { metric, labels, value: Number(value) };
}

/** Reads the text format of Prometheus as a collector does: HELP and TYPE come once and first, no sample comes twice. */
export function readMetrics(text: string): readonly ReadSample[] {
  if (!text.endsWith('\n')) {
    throw new Error('The text does not end with a line feed.');
  }
  const helped = new Set<string>();
  const typed = new Set<string>();
  const seen = new Set<string>();
  const samples: ReadSample[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, metric = ''] = /^# (HELP|TYPE) (\S+) \S/.exec(line) ?? [];
    if (kind !== undefined) {
      const set = kind === 'HELP' ? helped : typed;
      if (set.has(metric)) {
        throw new Error(`${kind} comes twice for ${metric}.`);
      }
      set.add(metric);
      continue;
    }
    const sample = readSample(line);
    const key = JSON.stringify([sample.metric, Object.entries(sample.labels).sort()]);
    if (seen.has(key) || !helped.has(sample.metric) || !typed.has(sample.metric)) {
      throw new Error(`Comes twice or without HELP and TYPE: ${line}`);
    }
    seen.add(key);
    samples.push(sample);
  }
  return samples;
}
