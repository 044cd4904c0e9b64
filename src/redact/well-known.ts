/** Names that say nothing of an organization, in lower case. */
const containers: ReadonlySet<string> = new Set([
  'builtin',
  'computers',
  'configuration',
  'default',
  'deleted objects',
  'domain controllers',
  'foreignsecurityprincipals',
  'keys',
  'lostandfound',
  'managed service accounts',
  'microsoft exchange system objects',
  'ntds quotas',
  'partitions',
  'program data',
  'schema',
  'services',
  'sites',
  'system',
  'tpm devices',
  'users',
]);

const accounts: ReadonlySet<string> = new Set([
  'administrator',
  'administrators',
  'adsyncadmins',
  'adsyncbrowse',
  'adsyncoperators',
  'adsyncpasswordset',
  'all users',
  'default',
  'domain admins',
  'domain users',
  'enterprise admins',
  'everyone',
  'local service',
  'network service',
  'public',
  'system',
  'users',
]);

const authorities: ReadonlySet<string> = new Set([
  'authority',
  'builtin',
  'font driver host',
  'iis apppool',
  'nt authority',
  'nt service',
  'service',
  'window manager',
]);

/** Last labels of names of domains. */
const topLabels: ReadonlySet<string> = new Set(
  (
    'com net org edu gov mil int info biz name pro cloud app dev tech online global group company ' +
    'local lan internal intranet corp home private test example invalid localhost'
  ).split(' '),
);

/** Country codes; those that are words or endings of files are left out. */
const countryLabels: ReadonlySet<string> = new Set(
  (
    'ad ae ar at au ba be bg br by ca ch cl cn co cr cy cz de dk ee eg es eu fi fr gr hk hr hu id ie il in ir is it jp ke kr ' +
    'kz lt lu lv ma mk mt mx my ng nl no nz pe ph pk pl pt ro rs ru sa se sg si sk th tn tr tw ua uk us uy ve vn za'
  ).split(' '),
);

/** Domains of Microsoft and of standards: everybody uses them. */
const publicDomains: readonly string[] = [
  'aka.ms',
  'azure.com',
  'azure.net',
  'graph.microsoft.com',
  'live.com',
  'microsoft.com',
  'microsoftonline.com',
  'microsoftonline-p.com',
  'msappproxy.net',
  'msidentity.com',
  'oasis-open.org',
  'w3.org',
  'windows.net',
  'windowsazure.com',
  'xmlsoap.org',
];

/** True for containers that every directory has: `Users`, `Domain Controllers`. */
export function isWellKnownContainer(name: string): boolean {
  return containers.has(name.trim().toLowerCase());
}

/** True for accounts and groups that every machine has. */
export function isWellKnownAccount(name: string): boolean {
  return accounts.has(name.trim().toLowerCase());
}

/** True for `NT AUTHORITY`, `BUILTIN` and their like, also for the last word of one. */
export function isWellKnownAuthority(name: string): boolean {
  return authorities.has(name.trim().toLowerCase());
}

/** True for a last label that stands in many names: `com`, `local`, `de`. */
export function isTopLabel(label: string): boolean {
  const lower = label.toLowerCase();
  return topLabels.has(lower) || countryLabels.has(lower);
}

/** True for names below the domains of Microsoft and of standards; names of tenants are not. */
export function isPublicName(name: string): boolean {
  const lower = name.toLowerCase();
  return publicDomains.some((domain) => lower === domain || lower.endsWith(`.${domain}`));
}
