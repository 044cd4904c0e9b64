// Makes the pictures of docs/images/ from real output on simulated servers: the report, light and dark, "status" as a terminal
// shows it, and the screens of docs/screens.md. Needs a build, a PowerShell host and Chromium. Run: node tools/screenshots.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { runCli } from '../build/cli.js';
import { openSession } from '../build/session/open-session.js';

const scenario = 'two-forests-one-silent';
/** The outages of docs/screens.md: the picture, and the command that an administrator would type. */
const outages = [
  { picture: 'service-stopped', words: ['status', '--simulate', 'service-stopped'] },
  { picture: 'account-refused', words: ['status', '--simulate', 'account-disabled'] },
  { picture: 'forest-silent', words: ['status', '--simulate', scenario] },
  { picture: 'temporary-password', words: ['diagnose', '--simulate', 'users', '--sam', 'temp.word'] },
];
/** A console as Windows Server opens it. */
const console80 = { columns: 80, rows: 25 };
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const clock = () => new Date();
const prompt = '\u001b[90mPS C:\\>\u001b[0m';

/** Runs a command in this process, as if stdout were a terminal of this size, and gives what it printed. */
async function printed(words, size = { columns: 100 }) {
  let out = '';
  await runCli(words, {
    io: {
      stdout: (text) => (out += text),
      stderr: (text) => process.stderr.write(text),
      stdin: () => process.stdin,
      stdoutIsTerminal: true,
      stderrIsTerminal: false,
      ...size,
    },
    // The program that answers here is not part of the commands that are shown.
    env: { ...process.env, NO_COLOR: undefined, TERM: undefined, PHS_TOOL_POWERSHELL: undefined },
    clock,
    signal: new AbortController().signal,
    openSession: (request) =>
      openSession(
        { ...request, powershell: process.env.PHS_TOOL_POWERSHELL },
        { env: process.env, clock, early: undefined },
      ),
  });
  return out;
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const colours = {
  1: '#fff" font-weight="700',
  31: '#ff7b72',
  32: '#6fd08c',
  33: '#e3b341',
  35: '#d2a8ff',
  90: '#8b98a6',
};

/** A line in the pieces that a console of so many columns shows below each other; a colour goes on in the next piece. */
function foldLine(line, columns) {
  const pieces = [''];
  let [width, colour] = [0, ''];
  for (const [part] of line.matchAll(/\u001b\[\d+m|[^]/gu)) {
    if (part.length > 1 && part.startsWith('\u001b')) colour = part === '\u001b[0m' ? '' : part;
    else if (width++ === columns) {
      if (colour !== '') pieces[pieces.length - 1] += '\u001b[0m';
      pieces.push(colour);
      width = 1;
    }
    pieces[pieces.length - 1] += part;
  }
  return pieces;
}

/** What stands on a console of this size when the command has ended and the next prompt stands in its last row. */
function lastScreen(text, { columns, rows }) {
  const lines = text.trimEnd().split('\n');
  return lines.flatMap((line) => foldLine(line, columns)).slice(1 - rows);
}

/** A terminal's text with its colours as an SVG picture, drawn with whatever monospaced font the reader has. */
function terminalPicture(title, lines) {
  const plain = lines.map((line) => line.replace(/\u001b\[\d+m/g, ''));
  const [advance, height] = [7.83, 19];
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * advance) + 44;
  const rows = lines.map((line, index) => {
    const shown = line
      .replace(/[&<>]/g, (character) => entities[character])
      .replace(/\u001b\[(\d+)m/g, (_all, code) => (code === '0' ? '</tspan>' : `<tspan fill="${colours[code]}">`));
    return `<text x="22" y="${56 + index * height}" xml:space="preserve">${shown}</text>`;
  });
  const dots = [27, 45, 63].map((x) => `<circle cx="${x}" cy="20" r="5.5" fill="#3a4552"/>`).join('');
  const bottom = 56 + lines.length * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom}" width="${width}" height="${bottom}" font-family="'Cascadia Mono','DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="13" fill="#d6dde6"><title>${title}</title><rect width="100%" height="100%" rx="10" fill="#0f1419"/>${dots}\n${rows.join('\n')}\n</svg>\n`;
}

/** In a page: the pixels of a picture with at most 256 colours, the most frequent ones, each other as the nearest of them. */
async function reduceColours(base64) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) {
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const palette = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 256)
    .map(([colour]) => colour);
  const channels = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const distance = (a, b) => channels(a).reduce((sum, value, index) => sum + (value - channels(b)[index]) ** 2, 0);
  const places = new Map(palette.map((colour, index) => [colour, index]));
  for (const colour of counts.keys()) {
    if (!places.has(colour)) {
      const nearest = palette.reduce((best, one) => (distance(one, colour) < distance(best, colour) ? one : best));
      places.set(colour, palette.indexOf(nearest));
    }
  }
  return { width, height, palette: palette.flatMap(channels), pixels: [...pixels].map((pixel) => places.get(pixel)) };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A PNG with a palette: a quarter of the size, and looks the same. */
function palettePng({ width, height, palette, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(pixels.slice(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const folder = mkdtempSync(join(tmpdir(), 'phs-pictures-'));
mkdirSync(images, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.PHS_TOOL_TEST_BROWSER ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
try {
  const file = join(folder, 'report.html');
  await printed(['report', '--simulate', scenario, '--out', file, '--quiet']);
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1270 }, colorScheme });
    await page.goto(pathToFileURL(file).href);
    const picture = await page.screenshot();
    const painter = await browser.newPage();
    const reduced = await painter.evaluate(reduceColours, picture.toString('base64'));
    writeFileSync(join(images, `report-${colorScheme}.png`), palettePng(reduced));
    await painter.close();
    await page.close();
  }
  const status = await printed(['status', '--simulate', scenario]);
  writeFileSync(
    join(images, 'status.svg'),
    terminalPicture('phs-tool status', [
      `${prompt} \u001b[1mphs-tool status\u001b[0m`,
      ...status.trimEnd().split('\n'),
    ]),
  );
  for (const { picture, words } of outages) {
    const screen = lastScreen(await printed(words, console80), console80);
    writeFileSync(join(images, `${picture}.svg`), terminalPicture(`phs-tool ${words.join(' ')}`, [...screen, prompt]));
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
