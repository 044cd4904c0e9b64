/** What an audit event of a scenario says; the time in its text is that of the event. */
export interface AuditOfScenario {
  readonly action: string;
  /** What the event calls the change. */
  readonly name: string;
  readonly user: string;
  readonly details: string;
  readonly status: string;
}

/** The source of the audit of administrators (facts 9.3). */
export const AUDIT_SOURCE = 'Entra Connect Admin Actions';

/** The text of an audit event: JSON, whose members are known and whose values are not (facts 9.3). */
export function auditText({ action, name, user, details, status }: AuditOfScenario, at: Date): string {
  return JSON.stringify({
    ActionType: action,
    Category: 'Configuration',
    Name: name,
    Status: status,
    Timestamp: at.toISOString(),
    User: user,
    Details: details,
  });
}
