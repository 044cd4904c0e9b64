import { known } from '../../src/model/fact.js';
import { policies, type DiagnoseRow } from './diagnose-row.js';

/** Rows about the environment (1xx). */
export const environmentRows: readonly DiagnoseRow[] = [
  { check: 'PHS103', name: 'RemoteSigned for the machine', facts: {}, status: 'pass', says: /LocalMachine/ },
  {
    check: 'PHS103',
    name: 'Restricted for the machine, RemoteSigned for this process only',
    facts: policies('Restricted', 'LocalMachine'),
    status: 'warn',
    says: /Restricted, set in the scope LocalMachine/,
    advises: /Set-ExecutionPolicy RemoteSigned -Scope LocalMachine/,
  },
  {
    check: 'PHS103',
    name: 'a Group Policy says AllSigned',
    facts: policies('AllSigned', 'MachinePolicy'),
    status: 'warn',
    says: /scope MachinePolicy/,
    advises: /Group Policy.*does not help/,
  },
  {
    check: 'PHS103',
    name: 'no scope sets anything',
    facts: { executionPolicy: known([{ scope: 'LocalMachine', policy: 'Undefined' }]) },
    status: 'pass',
    says: /No scope/,
  },
  { check: 'PHS103', name: 'no scope is told', facts: { executionPolicy: known([]) }, status: 'unknown' },
];
