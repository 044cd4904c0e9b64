import { z } from 'zod';

/** One thing that the diagnostics wrote, as it came. */
export const diagnosticLineSchema = z.object({
  /**
   * `host`: text for people; `result`: an object of the non-interactive mode; `answered`: a question that was answered with
   * no; `prompt`: a question without an answer, `failure`: an error, each of which ended the run; `error`: one that did not.
   */
  kind: z.enum(['host', 'result', 'answered', 'prompt', 'error', 'failure', 'warning', 'output']),
  /** Text as it was written; of a result its message. */
  text: z.string(),
  /** Foreground colour of host text: Green, Red, Cyan, Yellow …; null when none was set. */
  color: z.string().nullable(),
  /** True when the next host text goes on in the same line. */
  noNewLine: z.boolean(),
  /** PropertyName, PropertyValue and OutputType (Output, Error, Warning) of a result (facts 2.2); else null. */
  propertyName: z.string().nullable(),
  propertyValue: z.string().nullable(),
  outputType: z.string().nullable(),
});

/** See {@link diagnosticLineSchema}. */
export type DiagnosticLine = z.output<typeof diagnosticLineSchema>;

/** What an entry of Microsoft's diagnostics is about; `other` for lines that are not known. */
export type DiagnosticTopic =
  | 'cloud-configuration'
  /** Whether the settings of the server and of the tenant are the same. */
  | 'configuration'
  | 'staging'
  | 'channel'
  | 'heartbeat'
  | 'last-cycle'
  /** A ping of Microsoft Entra ID. */
  | 'entra'
  | 'preferred-domain-controllers'
  | 'domain-reachable'
  | 'domain-flag'
  | 'credentials'
  | 'permissions'
  | 'connector-space'
  | 'metaverse'
  | 'entra-connector-space'
  | 'exported'
  | 'synchronization-error'
  | 'inbound-rule'
  | 'outbound-rule'
  /** Rules of a direction that the sentence does not name. */
  | 'rules'
  | 'last-attempt'
  /** Whether there is a history of password changes at all. */
  | 'history'
  | 'temporary-password'
  /** A question that was answered with no. */
  | 'question'
  /** Why nothing more came: a question without an answer, a failure, no answer in time. */
  | 'cut'
  | 'heading'
  | 'other';

/** One line of Microsoft's diagnostics as data. */
export interface DiagnosticEntry {
  /** The heading below which the line stands: `AD Connector - contoso.com`, `Directory Partition - …`; empty before any. */
  readonly section: string;
  /** The connector, domain or object that the line is about; null when neither the line nor its heading names one. */
  readonly subject: string | null;
  readonly topic: DiagnosticTopic;
  /** `ok` and `problem` are what the diagnostics themselves say; `information` for what judges nothing. */
  readonly status: 'ok' | 'warning' | 'problem' | 'information';
  readonly text: string;
  /** Colour of the host text, null if there was none. */
  readonly color: string | null;
  readonly kind: DiagnosticLine['kind'];
}
