/** The address of a link if it is one to read on; a page of ours goes by its title alone. */
function linkText(text: string, address: string): string {
  return /^https?:/.test(address) && address !== text ? `${text} <${address}>` : text;
}

function plainLine(line: string): string {
  return line
    .replace(/\[([^[\]]{1,200})\]\(([^)\s]{1,500})\)/g, (_, text: string, address: string) => linkText(text, address))
    .replace(/\*\*([^*]{1,500})\*\*/g, '$1')
    .replace(/(?<![\w\\`])_([^_`]{1,300})_(?!\w)/g, '$1')
    .replaceAll('`', '')
    .replaceAll('\\|', '|')
    .replace(/\\([<>*_])/g, '$1');
}

function splitCells(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => plainLine(cell.trim()));
}

/** A table as columns; its last column is as long as it is. */
function tableLines(rows: readonly string[]): string[] {
  const cells = rows.filter((row) => !/^\|[\s:|-]+\|$/.test(row)).map(splitCells);
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/**
 * A page of docs/ as plain text: headings without signs, tables as columns, code indented, links by their text. Only for
 * our own pages: nothing is escaped.
 */
export function plainPage(markdown: string): string {
  const lines: string[] = [];
  let table: string[] = [];
  let inCode = false;
  for (const line of [...markdown.replaceAll('\r\n', '\n').split('\n'), '']) {
    if (!inCode && line.startsWith('|')) {
      table.push(line);
      continue;
    }
    lines.push(...tableLines(table));
    table = [];
    if (line.startsWith('```')) {
      inCode = !inCode;
    } else {
      lines.push(inCode ? `  ${line}` : plainLine(line.replace(/^#+ /, '')));
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
