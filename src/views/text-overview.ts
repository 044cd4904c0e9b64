import type { Overview } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented, padTo } from './layout.js';
import { connectorRows, overviewRow, serverRows, verdictStatuses, type OverviewRow } from './overview-rows.js';
import { statusRoles } from './theme.js';
import type { AgeReference, RunTimes } from './times.js';
import type { ViewOptions } from './view.js';

const labelWidth = 22;

function rowLines(rows: readonly OverviewRow[], { theme, columns }: ViewOptions): string[] {
  return rows.flatMap(({ label, values, status }) =>
    values.flatMap((value, index) => {
      const lines = indented(escapeForTerminal(value), labelWidth + 2, columns).map((line) =>
        line.slice(labelWidth + 2),
      );
      return lines.map((line, lineIndex) => {
        const shownLabel = padTo(index === 0 && lineIndex === 0 ? label : '', labelWidth);
        return `  ${shownLabel}${status === undefined ? line : theme.paint(statusRoles[status], line)}`;
      });
    }),
  );
}

/** What was read, then one row for each reason why something could not be: a long error is told once. */
function joinUnread(rows: readonly OverviewRow[]): readonly OverviewRow[] {
  const reasonOf = ({ values: [value = ''], status }: OverviewRow): string | undefined =>
    status === 'unknown' ? /^unknown: [^:]*: (.+)$/s.exec(value)?.[1] : undefined;
  const reasons = [...new Set(rows.map(reasonOf))].flatMap((reason) => reason ?? []);
  const repeated = reasons.filter((reason) => rows.filter((row) => reasonOf(row) === reason).length > 1);
  const joined = repeated.map((reason): OverviewRow => {
    const labels = rows.filter((row) => reasonOf(row) === reason).map(({ label }) => label);
    return { label: 'Could not be read', values: [`${labels.join(', ')}: ${reason}`], status: 'unknown' };
  });
  return [...rows.filter((row) => !repeated.includes(reasonOf(row) ?? '')), ...joined];
}

/** The lines about the server: Entra connector, tenant feature, staging mode, scheduler; and that its connectors are unknown. */
export function serverOverviewLines(
  overview: Overview,
  endsAt: string,
  options: ViewOptions,
  reference: AgeReference,
): string[] {
  const unread = overview.connectors.known ? [] : [overviewRow('AD connectors', overview.connectors, () => [])];
  return rowLines(joinUnread([...serverRows(overview, endsAt, reference), ...unread]), options);
}

/** The lines about each AD connector. */
export function connectorOverviewLines(overview: Overview, options: ViewOptions, times: RunTimes): string[] {
  if (!overview.connectors.known) {
    return [];
  }
  if (overview.connectors.value.length === 0) {
    return rowLines([{ label: 'AD connectors', values: ['none'], status: 'fail' }], options);
  }
  return overview.connectors.value.flatMap((connector) => {
    const status = verdictStatuses[connector.verdict.status];
    const sign = options.theme.paint(statusRoles[status], options.theme.sign(status).trimEnd());
    const heading = options.theme.paint('heading', escapeForTerminal(connector.name));
    return ['', `${sign} ${heading}`, ...rowLines(connectorRows(connector, options.theme.arrow, times), options)];
  });
}
