import type { ContractEvent } from '../model/contract-rows.js';
import { certificateEventIds, tokenEventIds } from '../model/entra-sign-in.js';
import { auditTopics } from '../model/known-events/audit-events.js';
import { sourceSigns, textAssumptions } from './enums-and-texts.js';
import { asAssumed, different, notSeen, type Assumption, type Judgement } from './judgement.js';

const ofCertificate = 'certificate';
const ofAudit = 'AuditEventType';
const ofSignIn = 'AADSTS';
const auditSource = 'Entra Connect Admin Actions';

/** All marks that texts are searched for, in the order in which the log is asked. */
export const marks: readonly string[] = [
  ...new Set([...textAssumptions.flatMap((text) => text.marks), ofCertificate, ofAudit, ofSignIn]),
];

function hits(row: ContractEvent, mark: string): number {
  return row.marks[marks.indexOf(mark)] ?? 0;
}

function textList(): readonly Assumption[] {
  return textAssumptions.flatMap(({ eventIds, source, marks: wanted, section, sources, certainty }) =>
    eventIds.map((eventId): Assumption => ({
      ...{ section, sources, certainty },
      what: `text of ${eventId}`,
      item: wanted.map((mark) => `"${mark}"`).join(' or '),
      judge: ({ events }) => {
        const row = events.find((one) => one.eventId === eventId && one.source === source);
        if (row === undefined || row.texts === 0) {
          return notSeen('none in the log');
        }
        const found = wanted.reduce((sum, mark) => sum + hits(row, mark), 0);
        return found >= row.texts ? asAssumed : different(`in ${found} of ${row.texts} texts`);
      },
    })),
  );
}

function nameRow({ source, eventId }: ContractEvent): string {
  return `${eventId} of ${source}`;
}

/** All of the rows are as assumed, or those that are not are named. */
function judgeAll(rows: readonly ContractEvent[], isAssumed: (row: ContractEvent) => boolean): Judgement {
  const others = rows.filter((row) => !isAssumed(row));
  return rows.length === 0
    ? notSeen('none in the log')
    : others.length === 0
      ? asAssumed
      : different(others.map(nameRow).join(', '));
}

/** Events of the application's certificate. Other programs use these numbers, too, so the text has to be about one. */
const certificateIds: readonly number[] = Object.values(certificateEventIds);
const productSource = /^(?:Directory Synchronization|FIMSynchronizationService)$|Entra|Azure|ADSync/i;

/** Where the code of a refused sign-in is read: a batch, a ping, a run, the scheduler, a change notification. */
const signInIds: readonly number[] = [652, 655, ...tokenEventIds, 6_900];

const sourceList: readonly Assumption[] = [
  {
    section: '9.2',
    sources: '',
    certainty: 'U',
    what: `certificate events ${certificateIds.join(', ')}`,
    item: 'source is named like a product of Entra',
    judge: ({ events }) =>
      judgeAll(
        events.filter((row) => certificateIds.includes(row.eventId) && hits(row, ofCertificate) > 0),
        ({ source }) => productSource.test(source),
      ),
  },
  {
    section: '9.2',
    sources: '',
    certainty: 'U',
    what: 'codes of a refused sign-in',
    item: `"${ofSignIn}" in ${signInIds.join(', ')} only`,
    judge: ({ events }) =>
      judgeAll(
        events.filter((row) => sourceSigns.test(row.source) && hits(row, ofSignIn) > 0),
        ({ eventId }) => signInIds.includes(eventId),
      ),
  },
  {
    section: '9.3',
    sources: '',
    certainty: 'U',
    what: 'audit of administrators',
    item: `source ${auditSource}`,
    judge: ({ events }) =>
      judgeAll(
        events.filter((row) => row.source === auditSource || hits(row, ofAudit) > 0),
        ({ source }) => source === auditSource,
      ),
  },
  {
    section: '9.3',
    sources: '',
    certainty: 'U',
    what: 'audit of administrators',
    item: 'numbers of one of the two lists',
    judge: ({ events }) => {
      const rows = events.filter(({ source }) => source === auditSource);
      const isNewer = rows.some(({ eventId }) => eventId >= 2_600);
      return judgeAll(rows, ({ eventId }) => auditTopics.has(eventId) && eventId >= 2_600 === isNewer);
    },
  },
];

/** What is assumed of events: what their texts hold, and where they come from. */
export const eventAssumptions: readonly Assumption[] = [...textList(), ...sourceList];
