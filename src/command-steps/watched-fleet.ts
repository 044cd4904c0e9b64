import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import { buildProfile } from '../fleet/build-profile.js';
import type { FleetMember } from '../fleet/fleet-member.js';
import type { FailOn } from '../model/choose-exit-code.js';
import { takeWatchReading, type WatchReading } from '../model/watch-changes.js';
import type { SessionLine } from '../model/watch-line.js';
import type { FleetWatchOutput } from '../output/fleet-watch-output.js';
import { buildFleet } from '../report/build-fleet.js';
import { buildErrorReport } from '../report/build-report.js';
import type { FleetServer } from './fleet-servers.js';
import type { FleetLooksRequest, LookHandlers } from './repeated-looks.js';

/** What is known of several servers that are watched: of each one its last look, or why there is none. */
export class WatchedFleetState {
  private readonly members = new Map<string, FleetMember>();
  private readonly nextLooks = new Map<string, number>();

  constructor(
    private readonly ctx: Pick<Context, 'clock'>,
    private readonly servers: readonly FleetServer[],
    private readonly given: { readonly expect?: FleetLooksRequest['expect']; readonly failOn: FailOn },
    private readonly output: FleetWatchOutput,
  ) {}

  /** What is done with the looks at one of the servers. */
  handlersOf(server: FleetServer): Pick<LookHandlers, 'look' | 'session'> {
    let before: WatchReading | undefined;
    return {
      look: (report, facts) => {
        const reading = takeWatchReading(report, facts, before);
        this.output.look(server.name, reading, before, facts.collectedAt);
        before = reading;
        this.take(server, { report, profile: buildProfile(facts) });
      },
      session: (line) => {
        this.output.session(server.name, line);
        if (line.state === 'lost') {
          this.take(server, { report: this.errorReport(line), profile: undefined });
        }
      },
    };
  }

  /** A server is not asked again before so many ms have passed. */
  waits(server: FleetServer, ms: number): void {
    this.nextLooks.set(server.name, this.ctx.clock().getTime() + ms);
    this.show();
  }

  /** A server is being asked. */
  asks(server: FleetServer): void {
    this.nextLooks.delete(server.name);
  }

  private take(server: FleetServer, answer: Pick<FleetMember, 'report' | 'profile'>): void {
    const { name, tenant } = server;
    this.members.set(name, { name, tenant, expect: server.expect ?? this.given.expect, ...answer });
  }

  private errorReport({ at, code, message, hint }: SessionLine): FleetMember['report'] {
    const error = { code: code ?? 'E_CLOSED', message, ...(hint === undefined ? {} : { hint }) };
    const run = { startedAt: new Date(at), finishedAt: new Date(at) };
    return buildErrorReport(
      { ...error, exitCode: ExitCode.couldNotRun },
      { toolVersion: toolVersion(), command: 'status', ...run },
    );
  }

  private show(): void {
    const known = this.servers.flatMap(({ name }) => this.members.get(name) ?? []);
    const pending = this.servers.flatMap(({ name }) => (this.members.has(name) ? [] : name));
    const now = this.ctx.clock();
    const run = { toolVersion: toolVersion(), command: 'status', startedAt: now, finishedAt: now };
    const document = buildFleet(known, { ...run, failOn: this.given.failOn });
    const nextMs = Math.min(...this.nextLooks.values());
    this.output.fleet({ document, pending }, Number.isFinite(nextMs) ? new Date(nextMs).toISOString() : null);
  }
}
