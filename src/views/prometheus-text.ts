import { escapeForTerminal } from '../base/escape.js';

/** One measured value with its labels, in the order in which they are written. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of the text format: its name, what it means, and its samples. Every metric here is a gauge. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Controls and what reorders text become visible; line feeds are kept, because the format has an escape for them. */
function visible(text: string): string {
  return text.split('\n').map(escapeForTerminal).join('\n');
}

/** A label's value: `\`, `"` and line feeds are escaped (Prometheus, "Exposition formats"). */
export function labelText(value: string): string {
  return visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function helpText(help: string): string {
  return visible(help).replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function sampleLine(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${labelText(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

/** One sample for each set of labels: a collector refuses a file in which one occurs twice. The first one stays. */
function distinct(name: string, samples: readonly Sample[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const sample of samples) {
    const key = sampleLine(name, { ...sample, value: 0 });
    if (!lines.has(key)) {
      lines.set(key, sampleLine(name, sample));
    }
  }
  return [...lines.values()];
}

/** The text format of Prometheus: HELP, TYPE and samples of each metric that has any; ends with a line feed. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${helpText(help)}`,
      `# TYPE ${name} gauge`,
      ...distinct(name, samples),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** A metric. */
export function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, samples };
}

/** Milliseconds as the seconds that the format wants. */
export function toSeconds(ms: number): number {
  return ms / 1000;
}

/** An instant as Unix time; no sample if there is none. */
export function timestamp(labels: Sample['labels'], instant: string | null | undefined): readonly Sample[] {
  return instant === null || instant === undefined ? [] : [{ labels, value: toSeconds(Date.parse(instant)) }];
}
