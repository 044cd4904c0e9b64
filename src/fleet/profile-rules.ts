import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Connector, Facts } from '../model/facts.js';
import { entraSubject } from './profile-connectors.js';
import { joinParts, unreadPart, valuePart, type ProfilePart } from './server-profile.js';

/** Rules of the operator have a precedence below this one (facts 1.11). */
const firstStandardPrecedence = 100;

function rulePart(rule: SyncRule, subject: string): ProfilePart {
  const { disabled, enablePasswordSync, precedence, isStandardRule } = rule;
  const name = `${rule.name} (${rule.direction.toLowerCase()})`;
  const said = `${disabled ? 'disabled' : 'enabled'}, EnablePasswordSync ${enablePasswordSync ? 'on' : 'off'}`;
  const isCustom = isStandardRule === false || (precedence ?? firstStandardPrecedence) < firstStandardPrecedence;
  const hasPlace = precedence !== null && (enablePasswordSync || isCustom);
  return joinParts([
    valuePart('rule', name, said, { subject, needed: enablePasswordSync && !disabled }),
    ...(hasPlace ? [valuePart('rule', `Precedence of ${name}`, String(precedence), { subject, needed: false })] : []),
  ]);
}

function subjectOf(connectors: readonly Connector[], { connectorId }: SyncRule): string | undefined {
  const connector = connectors.find(({ identifier }) => identifier.toLowerCase() === connectorId.toLowerCase());
  if (connector === undefined) {
    return undefined;
  }
  return isEntraConnector(connector) ? entraSubject : isAdConnector(connector) ? connector.name : undefined;
}

/** The rules of the connectors to Active Directory and to Entra; scoping filters and attribute flows are not read. */
export function profileRules({ rules, connectors }: Facts): ProfilePart {
  if (!rules.known || !connectors.known) {
    return unreadPart('rule', rules.known ? (connectors.known ? '' : connectors.reason) : rules.reason);
  }
  return joinParts(
    rules.value.flatMap((rule) => {
      const subject = subjectOf(connectors.value, rule);
      return subject === undefined ? [] : [rulePart(rule, subject)];
    }),
  );
}
