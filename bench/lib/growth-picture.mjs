// The times of growth.mjs as an SVG picture: both axes logarithmic, so that what grows as its input is a line at 45 degrees.

const [width, height, left, top, plot] = [640, 420, 60, 24, 340];
const colours = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df', '#57606a'];

function scale(min, max, from, to) {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function drawSeries({ name, points }, index, { x, y }) {
  const colour = colours[index % colours.length];
  const places = points.map(({ count, ms }) => [x.at(count).toFixed(1), y.at(ms / 1_000).toFixed(1)]);
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`).join('');
  const line = `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  return `${line}${dots}<text x="${left + plot + 20}" y="${top + 12 + index * 20}" fill="${colour}">${name}</text>`;
}

/** Time in seconds against the size of what grows. */
export function growthPicture(rows) {
  const points = rows.flatMap((row) => row.points);
  const [counts, seconds] = [points.map(({ count }) => count), points.map(({ ms }) => ms / 1_000)];
  const x = scale(Math.min(...counts), Math.max(...counts), left, left + plot);
  const y = scale(Math.min(...seconds), Math.max(...seconds), top + plot, top);
  const grid = [
    ...x.ticks.map((tick) => {
      const at = x.at(tick).toFixed(1);
      return `<line x1="${at}" y1="${top}" x2="${at}" y2="${top + plot}" stroke="#d0d7de"/><text x="${at}" y="${top + plot + 18}" text-anchor="middle">${tick.toLocaleString('en-US')}</text>`;
    }),
    ...y.ticks.map((tick) => {
      const at = y.at(tick).toFixed(1);
      return `<line x1="${left}" y1="${at}" x2="${left + plot}" y2="${at}" stroke="#d0d7de"/><text x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${tick} s</text>`;
    }),
  ];
  const title = `<text x="${left + plot / 2}" y="${height - 18}" text-anchor="middle">number of what grows</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#24292f"><title>Time against size</title><rect width="100%" height="100%" fill="#ffffff"/>${grid.join('')}${rows.map((row, index) => drawSeries(row, index, { x, y })).join('')}${title}</svg>\n`;
}
