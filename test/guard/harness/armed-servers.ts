import { rmSync } from 'node:fs';
import { makeOperations } from './instrument.js';
import { operationsFolder, ProofServer } from './proof-server.js';

/** Servers that are claimed and armed, each with instrumented operations of its own, so that they can be used side by side. */
export class ArmedServers {
  readonly servers: ProofServer[] = [];
  /** The claimed run of each server, in the same order. */
  readonly runs: string[] = [];
  private readonly folders: string[] = [];

  /** Makes and arms further servers. */
  async add(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) {
      const operations = operationsFolder();
      this.folders.push(operations);
      makeOperations(operations);
      const server = await ProofServer.create(operations);
      this.servers.push(server);
      this.runs.push(await server.arm());
    }
  }

  /** Removes the servers and their operations, also those of an `add` that failed. */
  remove(): void {
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
    for (const server of this.servers) server.remove();
  }
}
