// The figures of growth.mjs as a table, with the exponent of each step.

/**
 * The exponents of the last step, time and both memories: how many powers of ten a tenfold input costs. 1 is as fast as the input. What
 * stays the same at the smallest size (the start of both processes) is taken off time and memory first.
 */
export function exponents(points) {
  const [first, before, last] = points;
  const of = (key) => {
    const grown = [before, last].map((point) => point[key] - first[key]);
    return grown[0] <= first[key] * 0.05 || grown[1] <= 0 ? NaN : Math.log10(grown[1] / grown[0]);
  };
  return { ms: of('ms'), nodeMb: of('nodeMb'), hostMb: of('hostMb') };
}

const whole = (value) => Math.round(value).toLocaleString('en-US');
const power = (value) => (Number.isNaN(value) ? 'flat' : value.toFixed(2));

/** A row for each size, the exponents in the last of each series. */
export function growthTable(rows) {
  const lines = rows.flatMap(({ name, points, exponents: found }) =>
    points.map(({ count, ms, nodeMb, hostMb }, index) => {
      const isLast = index === points.length - 1;
      const cells = [name, whole(count), `${whole(ms)} ms`, `${whole(nodeMb)} MB`, `${whole(hostMb)} MB`];
      const powers = isLast ? [power(found.ms), power(found.nodeMb), power(found.hostMb)] : ['', '', ''];
      return `| ${[...cells, ...powers].join(' | ')} |`;
    }),
  );
  return [
    '| what | of which | time | Node | PowerShell | exponent: time | Node | PowerShell |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
  ].join('\n');
}
