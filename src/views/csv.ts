import { escapeForTerminal } from '../base/escape.js';

/** What begins a formula in a spreadsheet program, after marks that programs skip or take for a separator. */
const formulaStart = /^[\s"';,|\u200b\ufeff]*[=+\-@%]/;

/**
 * One cell that no spreadsheet program runs as a formula. Text is always quoted, controls and line ends become visible
 * (`\n`), and text that begins as a formula, also in its compatibility form, gets an apostrophe before it.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const isFormula = formulaStart.test(value.slice(0, 1_000).normalize('NFKC')) || /^[\t\r\n]/.test(value);
  return `"${isFormula ? "'" : ''}${escapeForTerminal(value).replaceAll('"', '""')}"`;
}

/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
