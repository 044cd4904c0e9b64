import { z } from 'zod';

/** V: read in Microsoft's text. V2: read in text by others that cites Microsoft's page; shown with its date (facts). */
export const certaintySchema = z.enum(['V', 'V2']);

const day = z.iso.date();
const build = z.string().regex(/^\d+\.\d+\.\d+\.\d+$/);

/** A date, how sure it is, and who says so. Days are days in UTC. */
const statedDay = z.strictObject({
  day,
  certainty: certaintySchema,
  /** The sources state the month only; the day is its first. */
  isMonthOnly: z.literal(true).optional(),
});

/** One build of Entra Connect Sync. Null: not stated anywhere. */
const productBuildSchema = z.strictObject({
  build,
  released: statedDay.nullable(),
  supportEnds: statedDay.nullable(),
  /** What it changed for password hash synchronization; null for nothing that is known. */
  change: z.strictObject({ text: z.string(), certainty: certaintySchema }).nullable(),
  /** Microsoft took the build back; what to do instead. */
  recalled: z.strictObject({ text: z.string(), certainty: certaintySchema }).optional(),
  /** Names in the list of sources of docs/facts.md. */
  sources: z.array(z.string()).min(1),
});
/** See {@link productBuildsSchema}. */
export type ProductBuild = z.output<typeof productBuildSchema>;

/** A day from which on lower builds do not synchronize any more. */
const cutSchema = z.strictObject({
  day,
  /** The lowest build that goes on. */
  minimum: build,
  /** True if the Entra connector must sign in with an application from that day on. */
  needsApplication: z.boolean(),
  certainty: certaintySchema,
  /** Who says so, for "according to …". */
  accordingTo: z.string(),
  sources: z.array(z.string()).min(1),
});
/** See {@link productBuildsSchema}. */
export type BuildCut = z.output<typeof cutSchema>;

/** A published vulnerability of all builds below one. */
const vulnerabilitySchema = z.strictObject({
  id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
  what: z.string(),
  published: day,
  fixedIn: build,
  sources: z.array(z.string()).min(1),
});
/** See {@link productBuildsSchema}. */
export type Vulnerability = z.output<typeof vulnerabilitySchema>;

/** What is known of the builds of Entra Connect Sync on one day (facts 9.1). */
export const productBuildsSchema = z.strictObject({
  /** The day up to which the sources were read. */
  asOf: day,
  /** Ascending. */
  builds: z.array(productBuildSchema).min(1),
  cuts: z.array(cutSchema),
  vulnerabilities: z.array(vulnerabilitySchema),
});
/** See {@link productBuildsSchema}. */
export type ProductBuilds = z.output<typeof productBuildsSchema>;

type Change = ProductBuild['change'];

const v = (text: string): Change => ({ text, certainty: 'V' });
const v2 = (text: string): Change => ({ text, certainty: 'V2' });

/** A day, or a month (`2026-06`), that is known from third parties only. */
function said(date: string | null): ProductBuild['released'] {
  if (date === null) {
    return null;
  }
  return date.length === 'YYYY-MM'.length
    ? { day: `${date}-01`, certainty: 'V2', isMonthOnly: true }
    : { day: date, certainty: 'V2' };
}

/** A row whose release and end of support are known from third parties only. */
function row(
  build: string,
  released: string | null,
  supportEnds: string | null,
  change: Change,
  sources: string,
): ProductBuild {
  return { build, released: said(released), supportEnds: said(supportEnds), change, sources: sources.split(' ') };
}

/** A row whose release Microsoft's own page states. */
function published(
  build: string,
  released: string,
  supportEnds: string,
  change: Change,
  sources: string,
): ProductBuild {
  return { ...row(build, released, supportEnds, change, sources), released: { day: released, certainty: 'V' } };
}

const builds: readonly ProductBuild[] = [
  published('2.3.2.0', '2023-12-12', '2025-04-30', null, 'M23 T2'),
  published('2.3.6.0', '2024-02-21', '2025-04-30', null, 'M23 T2'),
  published('2.3.8.0', '2024-04-01', '2025-04-30', null, 'M23 T2'),
  published('2.3.20.0', '2024-07-15', '2025-04-30', v('It requires TLS 1.2.'), 'M23 T2'),
  row(
    '2.4.18.0',
    '2024-10',
    '2025-10-09',
    v('A new random password is synchronized when "smart card is required" is set again.'),
    'M6 T2',
  ),
  row('2.4.21.0', '2024-10-09', '2025-11-15', null, 'T2 T3'),
  row('2.4.27.0', '2024-11-14', '2026-01-15', null, 'T2 T3'),
  row('2.4.129.0', '2025-01-15', '2026-03-27', v('It writes audit events of what administrators change.'), 'M3 T2'),
  row('2.4.131.0', '2025-03-27', '2026-05-26', null, 'M21 T2'),
  row(
    '2.5.3.0',
    '2025-05-26',
    '2026-07-31',
    v('The Entra connector can sign in with an application and a certificate; this is set up by hand.'),
    'M1 T2',
  ),
  row(
    '2.5.76.0',
    '2025-07-31',
    '2026-09-01',
    v('It switches to an application with a certificate by itself within six hours.'),
    'M1 T2',
  ),
  row(
    '2.5.79.0',
    '2025-09-01',
    '2026-10-23',
    v('It is the lowest build that synchronizes since 2026-09-30.'),
    'M4 M5 M20 T2',
  ),
  row(
    '2.5.190.0',
    '2025-10-23',
    '2027-02-02',
    v2(
      'With an edited miiserver.exe.config it does not synchronize after the upgrade until a binding redirect is added.',
    ),
    'T1 T2 T10',
  ),
  row(
    '2.6.1.0',
    '2026-02-02',
    '2027-03-10',
    v2(
      'Editing the Entra connector in Synchronization Service Manager no longer deletes the parameters of the application.',
    ),
    'T1 T2',
  ),
  row(
    '2.6.3.0',
    '2026-03-10',
    '2027-07-07',
    v2('The automatic upgrade skips servers with an edited miiserver.exe.config.'),
    'T1 T2',
  ),
  {
    ...row('2.6.79.0', '2026-06', null, null, 'T1 T2 T6'),
    recalled: { text: 'Uninstall it and install a current build.', certainty: 'V2' },
  },
  row(
    '2.6.84.0',
    '2026-07-07',
    '2027-09-16',
    v2(
      'The tenant feature is no longer turned on again by itself (self-healing), the configuration file is merged on upgrades, and cmdlets that change the tenant take -AADUsername.',
    ),
    'T1 T2',
  ),
  row('2.6.91.0', '2026-09-16', '2027-09-23', v2('The wizard has the task "Transition to Cloud Sync".'), 'T2 T7'),
  row('2.6.92.0', '2026-09-23', null, null, 'T5 T6 T8'),
];

/** The list that the tool carries; checked when it is loaded. */
export const productBuilds: ProductBuilds = productBuildsSchema.parse({
  asOf: '2026-10-08',
  builds: [...builds],
  cuts: [
    {
      day: '2026-09-30',
      minimum: '2.5.79.0',
      needsApplication: false,
      certainty: 'V',
      accordingTo: 'Microsoft',
      sources: ['M4', 'M5'],
    },
    {
      day: '2027-04-07',
      minimum: '2.6.84.0',
      needsApplication: true,
      certainty: 'V2',
      accordingTo: "two texts of October 2026 that cite Microsoft's version history",
      sources: ['T8', 'T9'],
    },
  ],
  vulnerabilities: [
    {
      id: 'CVE-2026-65673',
      what: 'SQL injection, local elevation of privilege',
      published: '2026-08-11',
      fixedIn: '2.6.84.0',
      sources: ['M25'],
    },
  ],
} satisfies ProductBuilds);
