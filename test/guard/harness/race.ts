import type { ProofServer } from './proof-server.js';

/** Has one operator for each run claim it and run it, all at once; answers how many ran and how many were refused. */
export async function race(
  server: ProofServer,
  runs: readonly string[],
): Promise<{ readonly ran: number; readonly refused: number }> {
  const drivers = await Promise.all(
    runs.map((runId) => {
      const whole = { mode: 'Run', pairId: '$claimed.pair', epoch: 1, runId, turnOnLimitMs: 3_000 };
      return server.drive([...server.claimModes(runId), whole]);
    }),
  );
  const said = (kind: string): number => drivers.filter(({ rows }) => rows.some((row) => row.kind === kind)).length;
  return { ran: said('result'), refused: said('refused') };
}
