/** The instant at which every recording of a scenario is made. */
export const recordedAt: Date;

/** The recording of one scenario as NDJSON, without what differs from machine to machine. */
export function recordScenario(name: string, powershell: string | undefined): Promise<string>;
