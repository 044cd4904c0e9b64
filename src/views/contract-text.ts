import type { Compared, Verdict } from '../contract/compare.js';
import type { ContractHeader } from '../contract/document.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { indented, padTo } from './layout.js';
import type { Role } from './theme.js';
import type { ViewOptions } from './view.js';

const roles: Readonly<Record<Verdict, Role>> = {
  'as assumed': 'good',
  different: 'bad',
  'not known before': 'caution',
  'not seen': 'quiet',
};
const order: readonly Verdict[] = ['as assumed', 'not seen', 'not known before', 'different'];
const width = 'not known before'.length;

function comparedLines({ verdict, what, items, says }: Compared, { theme, columns, verbosity }: ViewOptions): string[] {
  const brief = verbosity !== 'verbose' && (verdict === 'as assumed' || verdict === 'not seen');
  const listed = brief && items.length > 1 ? counted(items.length, 'part') : items.join(', ');
  const text = escapeForTerminal(`${what}: ${listed}${says === undefined ? '' : ` (${says})`}`);
  const [first = '', ...rest] = indented(text, width + 2, columns);
  return [`${theme.paint(roles[verdict], padTo(verdict, width))}  ${first.trimStart()}`, ...rest];
}

/** How many parts have each verdict, in one sentence. */
export function verdictSentence(compared: readonly Compared[]): string {
  const count = (verdict: Verdict): number =>
    compared.filter((line) => line.verdict === verdict).reduce((sum, { items }) => sum + items.length, 0);
  return order
    .map((verdict) => `${count(verdict)} ${verdict}`)
    .reverse()
    .join(', ');
}

/** The comparison of a server with what phs-tool assumes, a line for each part; the counts last. */
export function contractText(
  { powershell, build, module, simulated, source, tool }: ContractHeader,
  compared: readonly Compared[],
  options: ViewOptions,
): string {
  if (options.verbosity === 'quiet') {
    return `${verdictSentence(compared)}\n`;
  }
  const { theme } = options;
  const by =
    source?.kind === 'live' && source.remote !== undefined ? `${theme.separator}reached by ${source.remote.by}` : '';
  const on = `${simulated ? `${theme.separator}simulated server` : ''}${by}`;
  const lines = [
    theme.paint('heading', `phs-tool ${tool.version}${theme.separator}contract${on}`),
    escapeForTerminal(
      `Entra Connect ${build ?? 'of an unknown build'}, module ADSync ${module ?? 'of an unknown version'}, PowerShell ${powershell.version} (${powershell.edition})`,
    ),
    '',
    ...order.flatMap((verdict) =>
      compared.filter((line) => line.verdict === verdict).flatMap((line) => comparedLines(line, options)),
    ),
    '',
    verdictSentence(compared),
  ];
  return `${lines.join('\n')}\n`;
}
