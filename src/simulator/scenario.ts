import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../base/errors.js';
import { expectationSchema, opinionExpectationSchema, userExpectationSchema } from './expectation.js';
import { ruleChangesSchema } from './rule-state.js';
import { readScenario, scenarioFolder } from './scenario-files.js';
import { directoryAccountSchema, domainSecuritySchema } from './security-state.js';
import { userSchema } from './user-schema.js';

/** Minutes before "now", the instant at which a simulated server is made. */
const minutesAgo = z.number().min(0);
const guidText = z.guid();

const seriesSchema = z
  .strictObject({
    eventId: z.number().int().min(0),
    /** Name of the AD connector that the event belongs to; absent: it names none. */
    connector: z.string().optional(),
    /** Name of the partition; default: the connector's first. */
    domain: z.string().optional(),
    /** Which text, if an id has several: the result of 657, the RPC code of 611, the error code of 652 and 655. */
    variant: z.string().optional(),
    /** DN of the user whom 0, 656, 657 and 664 name; default: one of the simulator's own. */
    user: z.string().optional(),
    /** A text of the scenario's own, in place of the one that belongs to the id. */
    message: z.string().optional(),
    /** The text of an audit event, and its source (facts 9.3). */
    audit: z
      .strictObject({
        action: z.string(),
        name: z.string(),
        user: z.string(),
        details: z.string(),
        status: z.string().default('Success'),
      })
      .optional(),
    source: z.string().optional(),
    entryType: z.enum(['Error', 'Warning', 'Information', 'SuccessAudit', 'FailureAudit']).optional(),
    /** The first event, in minutes before now. */
    from: minutesAgo,
    /** No event after this many minutes before now. Without `every` there is one event, at `from`. */
    to: minutesAgo.default(0),
    /** Minutes from one event to the next. */
    every: z.number().positive().optional(),
  })
  .refine((series) => series.from >= series.to, { message: 'A series runs from the past ("from") towards now ("to")' });

const cycleSchema = z.strictObject({
  /** Member of the enumeration (facts 1.8). */
  status: z.enum(['None', 'Successful', 'Failed', 'InProgress', 'Interrupted']),
  endedMinutesAgo: minutesAgo,
  /** Default: the last cycle itself when it was successful. */
  lastSuccessMinutesAgo: minutesAgo.optional(),
});

const domainSchema = z.strictObject({
  name: z.string(),
  dn: z.string(),
  identifier: guidText,
  /** False: the partition is there but not synchronized. */
  selected: z.boolean().default(true),
  /** DNs of the containers that are synchronized; default: the whole partition. */
  includedContainers: z.array(z.string()).optional(),
  excludedContainers: z.array(z.string()).default([]),
  /** The domain flag, `IsDomain` (facts 1.1). */
  isDomain: z.boolean().default(true),
  preferredDomainControllers: z.array(z.string()).default([]),
  /** Parameter `dc-failover`; false: only preferred domain controllers are used. Default: false if there are any. */
  dcFailover: z.boolean().optional(),
  /** Default: the first label of the name, in capitals. */
  netBiosName: z.string().optional(),
  lastDomainController: z.string().nullable().default(null),
  /** The text of the error when the domain cannot be reached. */
  unreachable: z.string().optional(),
  /** Who may do what at the root of the domain. */
  security: domainSecuritySchema.prefault({}),
  /** Null: the server keeps no record of a cycle. */
  cycle: cycleSchema.nullable().default({ status: 'Successful', endedMinutesAgo: 1.4 }),
});

const forestSchema = z.strictObject({
  /** The connector's name. */
  name: z.string(),
  identifier: guidText,
  forestName: z.string(),
  channel: z
    .strictObject({ enabled: z.boolean(), target: z.string().nullable().optional() })
    .nullable()
    .default({ enabled: true }),
  /** What Active Directory knows of the connector's account. */
  account: directoryAccountSchema.prefault({}),
  /** Value of the parameter Microsoft.Synchronize.ForceFullPasswordSync; absent: there is none (facts 4.8). */
  forceFullPasswordSync: z.string().optional(),
  domains: z.array(domainSchema).min(1),
});

/** The run history of every connector; null: it is empty. Times are those of the last import. */
const importsSchema = z
  .strictObject({
    /** What every import of the history ended with (facts 1.13). */
    result: z.string().default('success'),
    endedMinutesAgo: minutesAgo.default(17),
  })
  .nullable()
  .prefault({});

const entraConnectorSchema = z.strictObject({ name: z.string(), identifier: guidText, userName: z.string() });

/** The Entra connector of most scenarios; its GUID is the same on every server (facts 0.7). */
const CONTOSO_ENTRA_CONNECTOR = {
  name: 'contoso.onmicrosoft.com - AAD',
  identifier: 'b891884f-051e-4a83-95af-2544101c9083',
  userName: '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77@contoso.onmicrosoft.com',
};

/** Scopes of the execution policy, in the order of precedence. */
export const EXECUTION_POLICY_SCOPES = [
  'MachinePolicy',
  'UserPolicy',
  'Process',
  'CurrentUser',
  'LocalMachine',
] as const;

const serverSchema = z.strictObject({
  machineName: z.string().default('CONTOSO-SYNC01'),
  productVersion: z.string().default('2.6.92.0'),
  osDescription: z.string().default('Microsoft Windows NT 10.0.20348.0'),
  userName: z.string().default('CONTOSO\\sync-admin'),
  elevated: z.boolean().default(true),
  groups: z.array(z.string()).default(['ADSyncAdmins', 'Administrators']),
  /** How the ADSync cmdlets get through to the service (facts 4.2, 4.3). */
  engine: z.enum(['ok', 'access-denied', 'service-stopped']).default('ok'),
  /** `registry`: the module is only in the folder that the registry names (facts 4.1). */
  modulePlace: z.enum(['beside', 'registry']).default('beside'),
  companyFeatureNeedsConnector: z.boolean().default(false),
  missingCommands: z.array(z.string()).default([]),
  /** True: Invoke-ADSyncDiagnostics has no non-interactive mode, and asks (facts 2.2). */
  interactiveDiagnostics: z.boolean().default(false),
  /** False: the registry switches the audit of administrators off (facts 9.3). */
  auditLogging: z.boolean().default(true),
  language: z.enum(['en', 'ja', 'de']).default('en'),
  stagingMode: z.boolean().default(false),
  syncCycleEnabled: z.boolean().default(true),
  schedulerSuspended: z.boolean().default(false),
  imports: importsSchema,
  /** Parameter CertificateManagedBy of an Entra connector that signs in with an application (facts 1.1). */
  certificateManagedBy: z.string().default('Microsoft Entra Connect Sync'),
  forcePasswordChangeOnLogOn: z.boolean().default(false),
  /** Policies by scope; a scope that is not named sets nothing. */
  executionPolicy: z
    .partialRecord(z.enum(EXECUTION_POLICY_SCOPES), z.string())
    .default({ LocalMachine: 'RemoteSigned' }),
  /** Null: the server cannot ask the tenant. */
  passwordHashSync: z.boolean().nullable().default(true),
  /** A change of the server's clock: local time jumps back from `offsetBefore` to `offsetAfter` (minutes east of UTC). */
  clockChange: z.strictObject({ minutesAgo, offsetBefore: z.number(), offsetAfter: z.number() }).optional(),
});

/** A file of `simulator/scenarios`: what a simulated server is, what its log holds, and what each command must find (written by hand). */
export const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    title: z.string(),
    /** The line of facts 8 that it builds, or why it is there. */
    basis: z.string(),
    server: serverSchema.prefault({}),
    entraConnectors: z.array(entraConnectorSchema).default([CONTOSO_ENTRA_CONNECTOR]),
    forests: z.array(forestSchema),
    log: z.strictObject({
      /** Age of the oldest event. */
      beginsMinutesAgo: z.number().min(0),
      /** Minutes between two events that have nothing to do with PHS; null: none. */
      unrelatedEvery: z.number().positive().nullable(),
      series: z.array(seriesSchema),
    }),
    rules: ruleChangesSchema.prefault({}),
    users: z.array(userSchema).default([]),
    expect: z.strictObject({
      status: expectationSchema,
      diagnose: expectationSchema.optional(),
      users: z.array(userExpectationSchema).default([]),
      secondOpinion: opinionExpectationSchema.optional(),
    }),
  })
  .superRefine((scenario, context) => {
    const names = new Set(scenario.forests.map((forest) => forest.name));
    for (const [index, series] of scenario.log.series.entries()) {
      if (series.connector !== undefined && !names.has(series.connector)) {
        const path = ['log', 'series', index, 'connector'];
        context.addIssue({ code: 'custom', message: `There is no forest "${series.connector}"`, path });
      }
    }
    for (const [index, { connector }] of scenario.users.entries()) {
      if (connector !== undefined && !names.has(connector)) {
        const message = `There is no forest "${connector}"`;
        context.addIssue({ code: 'custom', message, path: ['users', index, 'connector'] });
      }
    }
  });

/** See {@link scenarioSchema}. */
export type Scenario = z.output<typeof scenarioSchema>;
/** One AD DS connector of a scenario. */
export type Forest = Scenario['forests'][number];
/** One partition of such a connector. */
export type Domain = Forest['domains'][number];
/** Events of one kind at a steady pace. */
export type EventSeries = Scenario['log']['series'][number];

/**
 * Reads one scenario by its name.
 * @throws {EnvironmentError} E_SIMULATED_SERVER when the file is missing or not a valid scenario.
 */
export async function loadScenario(name: string): Promise<Scenario> {
  const path = join(scenarioFolder(), `${name}.json`);
  let data: unknown;
  try {
    data = await readScenario(name);
  } catch (cause) {
    throw new EnvironmentError('E_SIMULATED_SERVER', `The scenario "${name}" cannot be read from ${path}.`, { cause });
  }
  const parsed = scenarioSchema.safeParse(data);
  if (!parsed.success) {
    const message = `The scenario file ${path} is not valid: ${z.prettifyError(parsed.error)}`;
    throw new EnvironmentError('E_SIMULATED_SERVER', message, { cause: parsed.error });
  }
  return parsed.data;
}
