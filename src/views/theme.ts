import type { FindingStatus } from '../model/finding.js';

/** What a piece of text means; a theme decides how it looks. */
export type Role = 'heading' | 'good' | 'bad' | 'caution' | 'doubt' | 'quiet';

/** How a text view looks: glyphs and colours on a terminal, plain words elsewhere. */
export interface Theme {
  /** Sign of a status, for example `√` or `[ok]`; all signs of a theme are equally wide. */
  readonly sign: (status: FindingStatus) => string;
  readonly paint: (role: Role, text: string) => string;
  readonly arrow: string;
  /** A stretch of the way between two stations, before and after its sign. */
  readonly rail: string;
  readonly separator: string;
  /** Marks of a timeline: nothing happened, something did (from little to much), something went wrong. */
  readonly bars: { readonly silence: string; readonly activity: readonly string[]; readonly problem: string };
}

/** The role that goes with each status. */
export const statusRoles: Readonly<Record<FindingStatus, Role>> = {
  pass: 'good',
  fail: 'bad',
  warn: 'caution',
  skip: 'quiet',
  unknown: 'doubt',
};

/** Glyphs that the TrueType fonts of a console have. */
const glyphs: Readonly<Record<FindingStatus, string>> = { pass: '√', fail: '×', warn: '‼', skip: '–', unknown: '?' };
const words: Readonly<Record<FindingStatus, string>> = {
  pass: '[ok]     ',
  fail: '[fail]   ',
  warn: '[warn]   ',
  skip: '[skip]   ',
  unknown: '[unknown]',
};
const codes: Readonly<Record<Role, string>> = {
  heading: '1',
  good: '32',
  bad: '31',
  caution: '33',
  doubt: '35',
  quiet: '90',
};
/** On blue, the background of Windows PowerShell, the dark ones cannot be read, and its dark magenta is the blue itself. */
const codesOnBlue: Readonly<Record<Role, string>> = {
  heading: '1',
  good: '92',
  bad: '91',
  caution: '93',
  doubt: '96',
  quiet: '37',
};

function painter(colours: Readonly<Record<Role, string>>): Theme['paint'] {
  return (role, text) => `\u001b[${colours[role]}m${text}\u001b[0m`;
}

/** For files, pipes and screens without colours: ASCII only. */
export const plainTheme: Theme = {
  sign: (status) => words[status],
  paint: (_role, text) => text,
  arrow: '->',
  rail: '--',
  separator: ' - ',
  bars: { silence: '.', activity: ['-', '=', '#'], problem: '!' },
};

/** For terminals. */
export const terminalTheme: Theme = {
  sign: (status) => glyphs[status],
  paint: painter(codes),
  arrow: '→',
  rail: '──',
  separator: ' · ',
  bars: { silence: '·', activity: ['░', '▒', '▓', '█'], problem: '×' },
};

/** For Windows Terminal and editors on Windows. */
export const windowsTheme: Theme = { ...terminalTheme, paint: painter(codesOnBlue) };

/** For the console of Windows, whose raster font has no more than its code page: ASCII words in colours. */
export const consoleTheme: Theme = { ...plainTheme, paint: painter(codesOnBlue) };

/** What the choice of a theme depends on. */
export interface ThemeChoice {
  readonly isTerminal: boolean;
  /** The operator's --no-color. */
  readonly noColor: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Windows Terminal, editors and shells with a terminal of their own say so; the console of Windows says nothing. */
const saysTerminal = ['WT_SESSION', 'TERM_PROGRAM', 'TERM'];

/** A terminal whose locale names ASCII alone; nothing is said where no locale is set. */
function isAsciiLocale(env: ThemeChoice['env']): boolean {
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => env[name] ?? '').find((value) => value !== '');
  return locale === 'C' || locale === 'POSIX';
}

/**
 * Colours and glyphs only on a terminal, and not with --no-color, a non-empty NO_COLOR or TERM=dumb; on the console of Windows
 * (`OS` is `Windows_NT` on every Windows) and in the locale C colours and words.
 */
export function chooseTheme({ isTerminal, noColor, env }: ThemeChoice): Theme {
  const refused = noColor || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (!isTerminal || refused) return plainTheme;
  const shown = env['OS'] === 'Windows_NT' ? windowsTheme : terminalTheme;
  const hasGlyphs = shown === windowsTheme ? saysTerminal.some(isSet) : !isAsciiLocale(env);
  return hasGlyphs ? shown : consoleTheme;
}
