import type { ExecutionPolicyScope } from '../model/diagnosis-facts.js';
import type { Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { valueOf, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { noEffect } from './password-effect.js';

const refusing: ReadonlySet<string> = new Set(['restricted', 'allsigned']);

/** The scope that decides, in the order of precedence, without `Process`: that scope is this very session, which phs-tool started itself. */
export function decidingScope(scopes: readonly ExecutionPolicyScope[]): ExecutionPolicyScope | undefined {
  const order: readonly ExecutionPolicyScope['scope'][] = [
    'MachinePolicy',
    'UserPolicy',
    'CurrentUser',
    'LocalMachine',
  ];
  return order
    .flatMap((name) => scopes.filter(({ scope }) => scope === name))
    .find(({ policy }) => policy.toLowerCase() !== 'undefined');
}

/** What to do about a policy that refuses scripts. */
export function remedyFor({ scope }: ExecutionPolicyScope): Remedy {
  if (scope === 'MachinePolicy' || scope === 'UserPolicy') {
    return {
      text: `A Group Policy sets it (scope ${scope}), so Set-ExecutionPolicy does not help: change "Turn on Script Execution" in Computer or User Configuration, Administrative Templates, Windows Components, Windows PowerShell.`,
      commands: ['gpresult /h policy.html', 'Get-ExecutionPolicy -List'],
    };
  }
  return {
    text: `Allow local scripts, as Microsoft's page asks for, in the scope that refuses them (${scope}).`,
    commands: [`Set-ExecutionPolicy RemoteSigned -Scope ${scope}`, 'Get-ExecutionPolicy -List'],
  };
}

function judge(facts: Facts): Draft {
  const scopes = valueOf(facts.executionPolicy);
  const shown = scopes.map(({ scope, policy }) => evidence('executionPolicy', scope, policy));
  const deciding = decidingScope(scopes);
  if (deciding === undefined) {
    return scopes.length === 0
      ? { unreadable: { code: 'not-found', message: 'No scope of the execution policy was reported.' } }
      : {
          status: 'pass',
          message: 'No scope sets an execution policy; Windows Server then allows local scripts (RemoteSigned).',
          evidence: shown,
        };
  }
  const { scope, policy } = deciding;
  return refusing.has(policy.toLowerCase())
    ? {
        status: 'warn',
        message: `The execution policy is ${policy}, set in the scope ${scope}: Microsoft's diagnostics cannot run. Password hash synchronization itself does not need scripts.`,
        evidence: shown,
        remedy: remedyFor(deciding),
      }
    : { status: 'pass', message: `The execution policy is ${policy}, set in the scope ${scope}.`, evidence: shown };
}

/** The page's step "Run Set-ExecutionPolicy RemoteSigned or Set-ExecutionPolicy Unrestricted", with the scope that decides. */
export const phs103ExecutionPolicy: Check = {
  id: 'PHS103',
  title: 'The execution policy lets scripts run',
  category: 'environment',
  passwords: noEffect,
  needs: ['executionPolicy'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
