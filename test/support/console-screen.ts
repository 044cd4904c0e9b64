import { describe, expect } from '@jest/globals';
import { onHost, runOnConsole, type Screen } from './windows.js';

/** The code pages of consoles: of Western Europe, of Windows, and UTF-8. */
export const pages = [850, 1252, 65001];

/** A connector of the scenario "odd-names". */
export const nameBeyondAscii = "O'Brien & S\u00f6hne";

/** The program that makes a console and reads its screen is a part of the lab. */
export const describeOnConsole = process.env['PHS_TOOL_TEST_CONSOLE'] === undefined ? describe.skip : describe;

const eraseLine = '\r\u001b[2K';

/** What was written after the progress, which is drawn over, as lines without their colours. */
const linesOf = ({ drawn }: Screen): readonly string[] =>
  (drawn.split(eraseLine).at(-1) ?? '').replace(/\u001b\[\d+m/g, '').split(/\r?\n/);

/** Lines as a console shows them that goes on in the next row where a row is full. */
const rowsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.match(/.{1,80}/g) ?? ['']).map((row) => row.trimEnd());

/** A command to copy is one line, however long. */
const isCommand = (line: string): boolean => /^ *(?:phs-tool |[A-Z][A-Za-z]+-[A-Z])/.test(line);

/** Nor is a word that is longer than a row. */
const isWord = (line: string): boolean => /^ *\S+$/.test(line);

/** The screen ends with what was written, and a row is full only in a command: nothing was cut in a word, no character is another one. */
export function expectWhole(screen: Screen): void {
  const lines = linesOf(screen);

  expect(screen.lines.slice(-rowsOf(lines).length)).toEqual(rowsOf(lines));
  expect(lines.filter((line) => line.length > 80 && !isCommand(line) && !isWord(line))).toEqual([]);
  expect(screen.lines.join('')).toMatch(/^[ -~]*$/);
  expect(screen.drawn).toMatch(/\u001b\[9[123]m/);
  expect(screen.drawn).not.toMatch(/\u001b\[(?:3[1-6]|90)m/);
}

/** Runs a command on a simulated server, and expects its screen to be whole. */
export async function runWhole(page: number, of: string, ...words: readonly string[]): Promise<Screen> {
  const screen = await runOnConsole(page, [...words, '--simulate', of, ...onHost()]);
  expectWhole(screen);
  return screen;
}
