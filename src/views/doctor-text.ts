import type { DoctorDocument, Probe, ProbeStatus } from '../model/doctor.js';
import { escapeForTerminal } from '../base/escape.js';
import { groupBy } from '../base/group-by.js';
import { counted } from '../base/text.js';
import { commandLines } from './command-lines.js';
import { displayWidth, indented, padTo } from './layout.js';
import { reachedParts } from './source-text.js';
import { statusRoles } from './theme.js';
import type { ViewOptions } from './view.js';

const verdicts: Readonly<Record<ProbeStatus, string>> = {
  pass: 'phs-tool has everything that it needs.',
  warn: 'phs-tool can run; see the warnings.',
  fail: 'Something that phs-tool needs is missing: see the fixes above.',
  unknown: 'Some checks could not be done.',
};

/** Columns beside the titles that a message needs. */
const leastBeside = 60;

function cureLines({ cure }: Probe, indent: number, { columns }: ViewOptions): string[] {
  if (cure === undefined) {
    return [];
  }
  const [first = '', ...rest] = indented(escapeForTerminal(cure.text), indent + 6, columns);
  const commands = commandLines(cure.commands, indent + 8, { columns });
  return [`${' '.repeat(indent)}fix   ${first.trimStart()}`, ...rest, ...commands];
}

function probeLines(probe: Probe, titleWidth: number, options: ViewOptions): string[] {
  const { theme, columns, verbosity } = options;
  const sign = theme.sign(probe.status);
  const below = displayWidth(sign) + 3;
  const beside = below + titleWidth + 1;
  // A path is not cut: a narrow screen has no room for one beside a title.
  const isNarrow = columns !== undefined && columns - beside < leastBeside;
  const indent = isNarrow ? below : beside;
  const message = indented(escapeForTerminal(probe.message), indent, columns);
  const [first = '', ...rest] = isNarrow ? ['', ...message] : message;
  // Where the commands find PowerShell is what people look for: the other hosts are shown in any case.
  const shown = verbosity === 'verbose' || (probe.id === 'powershell' && probe.details.length > 1) ? probe.details : [];
  return [
    `${theme.paint(statusRoles[probe.status], sign)} ${padTo(probe.title, titleWidth)}   ${first.trimStart()}`.trimEnd(),
    ...rest,
    ...shown.flatMap(({ label, value }) =>
      indented(`${escapeForTerminal(label)}: ${escapeForTerminal(value)}`, indent, columns).map((line) =>
        theme.paint('quiet', line),
      ),
    ),
    ...(probe.status === 'pass' ? [] : cureLines(probe, below, options)),
  ];
}

/** So many parts that are not known for one and the same reason are told in one line. */
const leastTogether = 3;

/** Those parts by their reason; none of what has a cure of its own. */
function findTogether(probes: readonly Probe[]): readonly (readonly [reason: string, probes: readonly Probe[]])[] {
  const open = probes.filter(({ status, cure }) => status === 'unknown' && cure === undefined);
  return [...groupBy(open, ({ message }) => message)].filter(([, same]) => same.length >= leastTogether);
}

function togetherLines(reason: string, probes: readonly Probe[], { theme, columns }: ViewOptions): string[] {
  const sign = theme.sign('unknown');
  const titles = probes.map(({ title }) => title).join(', ');
  const text = `${counted(probes.length, 'part')} not known: ${reason} (${titles}; -v lists them)`;
  const [first = '', ...rest] = indented(escapeForTerminal(text), displayWidth(sign) + 1, columns);
  return [`${theme.paint(statusRoles.unknown, sign)} ${first.trimStart()}`, ...rest];
}

function verdictLine({ summary }: DoctorDocument): string {
  const { counts, status, exitCode } = summary;
  return `${verdicts[status]} ${counts.fail} failed, ${counts.warn} ${counts.warn === 1 ? 'warning' : 'warnings'}, ${counts.pass} passed, ${counts.unknown} unknown; exit code ${exitCode}`;
}

function offerLines({ offer }: DoctorDocument, { columns }: ViewOptions): string[] {
  return offer === undefined
    ? []
    : [...indented(escapeForTerminal(offer.text), 0, columns), ...commandLines(offer.commands, 2, { columns }), ''];
}

/** What doctor found, a line for each part with its cure; the verdict last. */
export function doctorText(document: DoctorDocument, options: ViewOptions): string {
  if (options.verbosity === 'quiet') {
    return `${verdictLine(document)}\n`;
  }
  const { theme } = options;
  const together = options.verbosity === 'verbose' ? [] : findTogether(document.probes);
  const width = Math.max(...document.probes.map(({ title }) => displayWidth(title)));
  const simulated = document.simulated ? `${theme.separator}simulated server` : '';
  const reached = reachedParts({ kind: 'live', remote: document.remote }).map(
    (part) => theme.separator + escapeForTerminal(part),
  );
  const lines = [
    theme.paint('heading', `phs-tool ${document.tool.version}${theme.separator}doctor${simulated}${reached.join('')}`),
    '',
    ...document.probes
      .filter((probe) => !together.some(([, probes]) => probes.includes(probe)))
      .flatMap((probe) => probeLines(probe, width, options)),
    ...together.flatMap(([reason, probes]) => togetherLines(reason, probes, options)),
    '',
    ...offerLines(document, options),
    ...indented(verdictLine(document), 0, options.columns),
  ];
  return `${lines.join('\n')}\n`;
}
