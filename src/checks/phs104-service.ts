import type { Facts } from '../model/facts.js';
import { valueOf, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { stopsPasswords } from './password-effect.js';

function judge(facts: Facts): Draft {
  const service = valueOf(facts.service);
  const shown = [evidence('service', `${service.displayName} (${service.name})`, service.status)];
  if (service.status === 'Running') {
    return { status: 'pass', message: `${service.displayName} (${service.name}) is running.`, evidence: shown };
  }
  return {
    status: 'fail',
    message: `${service.displayName} (${service.name}) is not running; its state is ${service.status}.`,
    evidence: shown,
    remedy: {
      text: 'Start the service. If it does not stay up, look for the cause in the Application log (sources ADSync and Directory Synchronization) and in the Service Control Manager events of the System log.',
      commands: [
        'Start-Service ADSync',
        "Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = 'Service Control Manager' } -MaxEvents 20",
      ],
    },
  };
}

/** The Windows service that everything below needs (facts 4.3). */
export const phs104Service: Check = {
  id: 'PHS104',
  title: 'The ADSync service is running',
  category: 'environment',
  passwords: stopsPasswords,
  needs: ['service'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
