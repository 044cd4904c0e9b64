/** Access masks of the two-letter rights of SDDL, as they are for directory objects. */
const rightMasks: Readonly<Record<string, number>> = {
  ...{ CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100 },
  ...{ SD: 0x10000, RC: 0x20000, WD: 0x40000, WO: 0x80000 },
  ...{ GA: 0x10000000, GX: 0x20000000, GW: 0x40000000, GR: 0x80000000 },
  ...{ FA: 0x1f01ff, FR: 0x120089, FW: 0x120116, FX: 0x1200a0 },
  ...{ KA: 0xf003f, KR: 0x20019, KW: 0x20006, KX: 0x20019 },
};

/** SIDs that are the same everywhere, by the two letters that stand for them in SDDL. */
const wellKnown: Readonly<Record<string, string>> = {
  ...{ WD: 'S-1-1-0', CO: 'S-1-3-0', CG: 'S-1-3-1', OW: 'S-1-3-4' },
  ...{ NU: 'S-1-5-2', IU: 'S-1-5-4', SU: 'S-1-5-6', AN: 'S-1-5-7', ED: 'S-1-5-9', PS: 'S-1-5-10', AU: 'S-1-5-11' },
  ...{ RC: 'S-1-5-12', SY: 'S-1-5-18', LS: 'S-1-5-19', NS: 'S-1-5-20', WR: 'S-1-5-33' },
  ...{ BA: 'S-1-5-32-544', BU: 'S-1-5-32-545', BG: 'S-1-5-32-546', PU: 'S-1-5-32-547', AO: 'S-1-5-32-548' },
  ...{ SO: 'S-1-5-32-549', PO: 'S-1-5-32-550', BO: 'S-1-5-32-551', RE: 'S-1-5-32-552', RU: 'S-1-5-32-554' },
  ...{ RD: 'S-1-5-32-555', NO: 'S-1-5-32-556', MU: 'S-1-5-32-558', LU: 'S-1-5-32-559', IS: 'S-1-5-32-568' },
  ...{ CY: 'S-1-5-32-569', ER: 'S-1-5-32-573', CD: 'S-1-5-32-574', RA: 'S-1-5-32-575', ES: 'S-1-5-32-576' },
  ...{ MS: 'S-1-5-32-577', HA: 'S-1-5-32-578', AA: 'S-1-5-32-579', RM: 'S-1-5-32-580' },
  ...{ AC: 'S-1-15-2-1', AS: 'S-1-18-1', SS: 'S-1-18-2' },
};

/** Last parts of SIDs that belong to a domain, by the two letters that stand for them. */
const domainRelative: Readonly<Record<string, number>> = {
  ...{ RO: 498, LA: 500, LG: 501, DA: 512, DU: 513, DG: 514, DC: 515, DD: 516, CA: 517, SA: 518, EA: 519, PA: 520 },
  ...{ CN: 522, AP: 525, KA: 526, EK: 527, RS: 553 },
};

const domainSid = /^S-1-5-21-\d+-\d+-\d+-(\d+)$/;

/** The access mask that rights of an SDDL entry spell, as letters, hexadecimal or decimal; undefined if they are not rights. */
export function parseRights(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,8}$/i.test(text) || /^\d{1,10}$/.test(text)) {
    return Number(text) >>> 0;
  }
  if (text.length % 2 !== 0) {
    return undefined;
  }
  let mask = 0;
  for (const letters of text.toUpperCase().match(/../g) ?? []) {
    const right = rightMasks[letters];
    if (right === undefined) {
      return undefined;
    }
    mask = (mask | right) >>> 0;
  }
  return mask;
}

/** Whether the account of an entry is among some SIDs; `maybe` if its letters do not say. */
export type TrusteeMatch = 'yes' | 'maybe' | 'no';

/**
 * Says whether the account of an entry is one of `sids`. Letters of a domain's groups (`DA`, `EA` …) do not say of which
 * domain: Windows writes them for groups of the domain of the computer that wrote the text, or of the root of its forest,
 * not of the domain that the descriptor belongs to. So such a group is only `maybe` among the SIDs. So is any account in
 * letters that are not known.
 */
export function sidMatcher(sids: readonly string[]): (trustee: string) => TrusteeMatch {
  const own = new Set(sids.map((sid) => sid.trim().toUpperCase()));
  const relative = new Set([...own].flatMap((sid) => domainSid.exec(sid)?.[1] ?? []).map(Number));
  return (trustee) => {
    const letters = trustee.toUpperCase();
    const group = domainRelative[letters];
    if (group !== undefined) {
      return relative.has(group) ? 'maybe' : 'no';
    }
    const sid = wellKnown[letters] ?? letters;
    if (own.has(sid)) {
      return 'yes';
    }
    return sid.startsWith('S-1-') ? 'no' : 'maybe';
  };
}
