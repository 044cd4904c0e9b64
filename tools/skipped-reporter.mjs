// Says in the last line of a run how many tests were skipped because there is no PowerShell (jest.config.js).

/** Stands in the name of a group that is skipped; test/support/engine.ts writes it. */
export const skippedWithoutEngine = '(skipped: no PowerShell engine on this machine)';

/** The line, or undefined when nothing was skipped for that reason. `results` are those of jest. */
export function skippedLine(results) {
  const count = results.testResults
    .flatMap(({ testResults }) => testResults)
    .filter(
      ({ status, ancestorTitles }) =>
        status === 'pending' && ancestorTitles.some((title) => title.endsWith(skippedWithoutEngine)),
    ).length;
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'test needs' : 'tests need'} a PowerShell engine and ${count === 1 ? 'was' : 'were'} skipped`;
}

export default class SkippedReporter {
  onRunComplete(_, results) {
    const line = skippedLine(results);
    if (line === undefined) return;
    // Jest's own summary of failures and counts comes after every other reporter: only at the exit is this the last line.
    process.once('exit', () => {
      process.stderr.write(`${line}\n`);
    });
  }
}
