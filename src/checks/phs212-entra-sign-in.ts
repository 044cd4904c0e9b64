import type { EventRecord, Facts } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import { certificateOwner } from '../model/entra-sign-in.js';
import { applicationDeadline } from '../model/judge-build.js';
import { describeSignInCode, signInCodes, unknownCodeRemedy } from '../model/sign-in-codes.js';
import {
  keepParameters,
  oneApplicationEach,
  protectKey,
  renewCertificate,
  renewManagedCertificate,
  renewOwnCertificate,
  switchToApplication,
} from '../model/sign-in-remedies.js';
import { addChanges, tellLatest } from './changes/add-changes.js';
import { whyUnknown, valueIfKnown, type Check, type CheckContext, type Draft, type JudgedDraft } from './check.js';
import { missingEntraConnector } from './connectors.js';
import { findEntraConnector, hasOwnCertificate, usesApplication } from './entra-identity.js';
import { evidence } from './evidence.js';
import {
  certificateRecord,
  latestAcceptedMs,
  recordEvidence,
  refusalEvidence,
  refusals,
  type SignInProblem,
} from './sign-in-problems.js';
import { stopsSending } from './password-effect.js';

function identityEvidence(facts: Facts): readonly Evidence[] {
  const credential = valueIfKnown(facts.entraCredential);
  const account = findEntraConnector(facts)?.accountName;
  return [
    ...(credential === undefined
      ? []
      : [evidence('entraCredential', 'ConnectorIdentityType', credential.identityType)]),
    ...(credential?.applicationId == null
      ? []
      : [evidence('entraCredential', 'Application id', credential.applicationId)]),
    ...(credential?.certificateManagedBy == null
      ? []
      : [evidence('entraCredential', 'CertificateManagedBy', credential.certificateManagedBy)]),
    ...(credential !== undefined || account == null
      ? []
      : [evidence('connectors', 'User name of the Entra connector', account)]),
  ];
}

function refusalText({ eventId, codes, count, newest }: SignInProblem): string {
  const what = codes.length === 0 ? 'the sign-in failed' : codes.map(describeSignInCode).join(', ');
  return `event ${eventId}, ${count === 1 ? 'once' : `${count} times`}, latest ${instantText(newest.generatedAt)}: ${what}`;
}

/** Several remedies as one: each is said once, and at the end the warning that many of them end with. */
function joined(remedies: readonly Remedy[]): Remedy {
  const warns = remedies.some(({ text }) => text.includes(keepParameters));
  const plain = [...new Set(remedies.map(({ text }) => text.replace(` ${keepParameters}`, '')))];
  const texts = plain.filter((text) => !plain.some((other) => other !== text && other.includes(text)));
  return {
    text: [...texts, ...(warns ? [keepParameters] : [])].join(' '),
    commands: [...new Set(remedies.flatMap(({ commands }) => commands))],
  };
}

/** What to do about a code; of a certificate it depends on who renews it. */
function remedyOfCode(code: number, facts: Facts): Remedy {
  const remedy = signInCodes.get(code)?.remedy ?? unknownCodeRemedy(code);
  const renewal = renewalOf(facts);
  return remedy !== renewCertificate || renewal === renewCertificate
    ? remedy
    : { ...renewal, text: renewal.text.replace(keepParameters, `${oneApplicationEach} ${keepParameters}`) };
}

function refused(active: readonly SignInProblem[], facts: Facts): JudgedDraft {
  const codes = [...new Set(active.flatMap((problem) => problem.codes))];
  const meanings = codes.flatMap((code) => signInCodes.get(code)?.meaning ?? []);
  const remedies = codes.map((code) => remedyOfCode(code, facts));
  return {
    status: 'fail',
    message: [
      `Microsoft Entra ID refuses the Entra connector: ${active.map(refusalText).join('; ')}.`,
      ...meanings,
    ].join(' '),
    evidence: refusalEvidence(active),
    remedy: joined(
      remedies.length > 0
        ? remedies
        : [
            {
              text: 'Read the text of the newest record; it names why the sign-in failed.',
              commands: ['phs-tool events'],
            },
          ],
    ),
  };
}

/** The certificate has expired: over only if the channel reached Entra since, and even then somebody should look. */
function expired(record: EventRecord, facts: Facts): JudgedDraft {
  const at = instantText(record.generatedAt);
  const worksSince = latestAcceptedMs(facts) > Date.parse(record.generatedAt);
  const also = worksSince
    ? ' Passwords were synchronized afterwards, so it may have been renewed since.'
    : ' The Entra connector cannot sign in with it, and no password arrives.';
  return {
    status: worksSince ? 'warn' : 'fail',
    message: `The certificate of the application has expired (event 1012, latest ${at}).${also}`,
    evidence: recordEvidence(record),
    remedy: renewalOf(facts),
  };
}

/** Who renews it: nobody but an administrator, or the scheduler (facts 9.2). */
function renewalOf(facts: Facts): Remedy {
  switch (certificateOwner(valueIfKnown(facts.entraCredential))) {
    case 'administrator':
      return renewOwnCertificate;
    case 'entra-connect':
      return renewManagedCertificate;
    case undefined:
      return renewCertificate;
  }
}

function renewalDue(record: EventRecord, facts: Facts): JudgedDraft {
  const own = hasOwnCertificate(facts) ? " It is the administrator's own, and nothing renews it by itself." : '';
  return {
    status: 'warn',
    message: `The certificate of the application is about to expire (event 1011, latest ${instantText(record.generatedAt)}); without a new one the Entra connector can no longer sign in.${own}`,
    evidence: recordEvidence(record),
    remedy: renewalOf(facts),
  };
}

function withoutTpm(record: EventRecord): JudgedDraft {
  return {
    status: 'warn',
    message: `The key of the application's certificate is not protected by a TPM (event 1014, latest ${instantText(record.generatedAt)}); synchronization works.`,
    evidence: recordEvidence(record),
    remedy: protectKey,
  };
}

/** V2: shown with its date and who says so; it decides nothing (facts 9.1). */
function legacy(facts: Facts, { now }: CheckContext): JudgedDraft {
  const account = findEntraConnector(facts)?.accountName;
  return {
    status: 'warn',
    message: `The Entra connector signs in with the legacy account${account == null ? '' : ` ${account}`} and a password, not with an application. ${applicationDeadline(now)}`,
    evidence: [],
    remedy: switchToApplication,
  };
}

function worst(facts: Facts, context: CheckContext): JudgedDraft | undefined {
  const { active } = refusals(facts, context);
  const expiredRecord = certificateRecord(facts, 'expired');
  const dueRecord = certificateRecord(facts, 'renewalDue');
  const openRecord = certificateRecord(facts, 'withoutTpm');
  const isLegacy = usesApplication(facts) === false;
  const drafts = [
    ...(expiredRecord === undefined || isLegacy ? [] : [expired(expiredRecord, facts)]),
    ...(active.length === 0 ? [] : [refused(active, facts)]),
    ...(dueRecord === undefined || expiredRecord !== undefined || isLegacy ? [] : [renewalDue(dueRecord, facts)]),
    ...(isLegacy ? [legacy(facts, context)] : []),
    ...(openRecord === undefined || isLegacy ? [] : [withoutTpm(openRecord)]),
  ];
  const [first] = drafts;
  return first === undefined
    ? undefined
    : {
        status: drafts.some(({ status }) => status === 'fail') ? 'fail' : 'warn',
        message: drafts.map(({ message }) => message).join(' '),
        evidence: drafts.flatMap((draft) => draft.evidence),
        remedy: joined(drafts.flatMap(({ remedy }) => remedy ?? [])),
      };
}

/** Something shows that a refusal would have been seen, or that Entra accepted the sign-in in the window. */
function isProven(facts: Facts, { windowStartsAt }: CheckContext): boolean {
  const oldestAt = valueIfKnown(facts.eventLogReach)?.oldestAt;
  const startMs = windowStartsAt.getTime();
  return (
    facts.companyFeature.known ||
    latestAcceptedMs(facts) >= startMs ||
    (oldestAt !== undefined && oldestAt !== null && Date.parse(oldestAt) <= startMs)
  );
}

function judge(facts: Facts, context: CheckContext): Draft {
  const shown = identityEvidence(facts);
  if (findEntraConnector(facts) === undefined) {
    return { unreadable: { code: 'not-found', message: 'There is no Entra connector.' }, evidence: shown };
  }
  const found = worst(facts, context);
  if (found !== undefined) {
    return { ...found, evidence: [...shown, ...found.evidence] };
  }
  const reason = whyUnknown(facts.signInEvents) ?? whyUnknown(facts.events);
  if (reason !== undefined) {
    return { unreadable: reason, evidence: shown };
  }
  if (!isProven(facts, context)) {
    const message = 'The Application log does not cover the window, so the absence of refused sign-ins proves nothing.';
    return { unreadable: { code: 'not-found', message }, evidence: shown };
  }
  const why = whyUnknown(facts.entraCredential);
  // Only if the build has no cmdlet for it is the user name enough; a cmdlet that fails is a question without an answer.
  if (usesApplication(facts) === undefined || (why !== undefined && why.code !== 'command-missing')) {
    const message =
      'Whether the Entra connector signs in with an application or with an account could not be determined.';
    return { unreadable: why ?? { code: 'not-supported', message }, evidence: shown };
  }
  const { over } = refusals(facts, context);
  const before =
    over.length === 0
      ? ''
      : ` Refusals (${over.map(refusalText).join('; ')}) are over: passwords were synchronized afterwards.`;
  const own = hasOwnCertificate(facts)
    ? " The certificate is the administrator's own: it has to be rotated by hand before it expires."
    : '';
  return {
    status: 'pass',
    message: `The Entra connector signs in with an application, and no event reports a problem of its certificate.${own}${before}`,
    evidence: [...shown, ...refusalEvidence(over)],
  };
}

/**
 * How the Entra connector signs in, and whether it is refused: events 1011, 1012 and 1014 of any source, errors of 904 and
 * 906, and `AADSTS` codes in 652, 655 and 6900 (facts 9.2).
 */
export const phs212EntraSignIn: Check = addChanges(
  {
    id: 'PHS212',
    title: 'The Entra connector signs in with an application whose certificate is valid',
    category: 'configuration',
    passwords: stopsSending,
    needs: ['connectors'],
    uses: ['entraCredential', 'signInEvents', 'events', 'eventLogReach', 'companyFeature'],
    dependsOn: [],
    dependsOnFor: missingEntraConnector,
    perConnector: false,
    run: (facts, context) => [judge(facts, context)],
  },
  tellLatest('entra-account', 'application'),
);
