import { commandToCopy } from '../base/command-to-copy.js';
import { quoteForPowerShell } from '../base/text.js';
import { needsActiveDirectory } from '../model/command-comments.js';
import type { Partition } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { parentDn, printDn, type Dn } from '../parsers/dn.js';
import { traceEvidence, readPart, type ObjectCheck, type ObjectSubject, type ObjectVerdict } from './object-check.js';
import { listAdConnectors, parseDnText, liesIn, findPartition } from './find-partition.js';
import { serverOption } from './server-option.js';
import { meantDn } from './phs501-name.js';

/** Why an object is not in the connector space, as far as the configuration shows it. */
interface Absence {
  readonly message: string;
  /** The same without the name of a container, if the advice does not depend on it. */
  readonly reason?: string;
  readonly remedy: Remedy;
}

const importCommand = 'Start-ADSyncSyncCycle -PolicyType Delta';

function selectRemedy(what: string): Remedy {
  return {
    text: `If the user should be synchronized, select ${what} in the Microsoft Entra Connect wizard ("Customize synchronization options", "Domain and OU filtering"), or move the user into a container that is synchronized; the next full import brings it in.`,
    commands: ['Start-ADSyncSyncCycle -PolicyType Initial'],
  };
}

/** The container filter that keeps a DN out: the nearest excluded container, else the list of those included. */
function containerAbsence(dn: Dn, partition: Partition): Absence | undefined {
  const nearest = (containers: readonly string[]): string | undefined =>
    containers
      .filter((container) => liesIn(dn, container))
      .reduce<string | undefined>(
        (best, next) => (best === undefined || next.length > best.length ? next : best),
        undefined,
      );
  const excluded = nearest(partition.excludedContainers ?? []);
  const included = nearest(partition.includedContainers ?? []);
  if (excluded !== undefined && (included === undefined || excluded.length > included.length)) {
    return {
      message: `it is in the container "${excluded}", which is not synchronized`,
      remedy: selectRemedy(`the container ${excluded}`),
    };
  }
  const listed = partition.includedContainers ?? [];
  if (included === undefined && listed.length > 0) {
    const parent = parentDn(dn);
    const where = parent === null ? partition.dn : printDn(parent);
    return {
      message: `its container "${where}" is in none of the containers that are synchronized (${listed.join('; ')})`,
      remedy: selectRemedy(`the container ${where}`),
    };
  }
  return undefined;
}

/** What the directory says about an object that no filter keeps out. */
function directoryAbsence({ trace }: ObjectSubject, dn: Dn | undefined): Absence {
  if (trace.directory.known && trace.directory.value === null) {
    const name = trace.distinguishedName ?? trace.reference.text;
    return {
      message: 'Active Directory has no such object either, or the connector account cannot see it',
      remedy: {
        text: 'Check the spelling of the DN, and whether the user was moved, renamed or deleted.',
        commands: [needsActiveDirectory, `Get-ADObject -Identity ${quoteForPowerShell(name)}${serverOption(name)}`],
      },
    };
  }
  const parent = dn === undefined ? null : parentDn(dn);
  const container = parent === null ? '' : ` "${printDn(parent)}"`;
  const there = trace.directory.known ? 'it exists in Active Directory and' : 'it';
  const tell = (name: string): string =>
    `${there} was not imported yet, or its container${name} is outside the scope of the connector`;
  return {
    message: tell(container),
    reason: tell(''),
    remedy: {
      text: `Run an import and check again; if it is still missing, select its container in the Microsoft Entra Connect wizard ("Domain and OU filtering") or check the group that synchronization is limited to.`,
      commands: [importCommand],
    },
  };
}

function explainAbsence(subject: ObjectSubject): Absence {
  const dn = parseDnText(subject.trace.distinguishedName ?? '');
  const name = subject.trace.connectorNames[0];
  const connector = listAdConnectors(subject.server).find((candidate) => candidate.name === name);
  const partition = dn === undefined ? undefined : findPartition(connector, dn);
  if (partition?.selected === false) {
    return {
      message: `its domain "${partition.name}" is not selected for synchronization`,
      remedy: selectRemedy(`the domain ${partition.name}`),
    };
  }
  const byFilter = dn === undefined || partition === undefined ? undefined : containerAbsence(dn, partition);
  return byFilter ?? directoryAbsence(subject, dn);
}

function absent(subject: ObjectSubject): ObjectVerdict {
  const evidence = [traceEvidence('source', 'Looked up', subject.trace.distinguishedName)];
  const meant = meantDn(subject);
  if (meant !== undefined) {
    return {
      status: 'fail',
      message: `There is no object with this DN. A comma may be missing: did you mean ${meant}?`,
      evidence: [...evidence, { label: 'Probably meant', value: meant }],
      remedy: {
        text: 'Look the corrected DN up.',
        commands: [commandToCopy('phs-tool diagnose', [['dn', meant]])],
      },
    };
  }
  const { message, reason = message, remedy } = explainAbsence(subject);
  const tell = (why: string): string => `The object is not in the AD connector space: ${why}.`;
  return { status: 'fail', message: tell(message), reason: tell(reason), evidence, remedy };
}

/** Microsoft's page, step f: the user appears in the connector space, else look at filtering. */
export const phs503ConnectorSpace: ObjectCheck = {
  id: 'PHS503',
  title: 'The object is in the AD connector space',
  leg: 'source',
  needs: ['source'],
  run: (subject) => {
    const source = readPart(subject.trace.source);
    if (source === undefined) {
      return absent(subject);
    }
    const evidence = [
      traceEvidence('source', 'ObjectId', source.objectId),
      traceEvidence('source', 'DistinguishedName', source.distinguishedName),
    ];
    if (source.isPlaceHolder === true || source.isTransient === true) {
      return {
        status: 'fail',
        message: `The AD connector space holds only a ${source.isPlaceHolder === true ? 'place holder' : 'transient object'} of this DN: the object itself was not imported.`,
        evidence,
        remedy: {
          text: 'Another object refers to it, but it is outside the scope itself, or waits for an import. Import; if it is still missing, check the domain and OU filtering.',
          commands: [importCommand],
        },
      };
    }
    return { status: 'pass', message: `It is in the connector space of "${source.connectorName}".`, evidence };
  },
};
