import { fits, kindOf, namesOf, type Basis, type Kind } from './assumption.js';
import { callAssumptions } from './calls.js';
import { commandAssumptions } from './commands.js';
import { enumAssumptions, parameterConstructor } from './enums-and-texts.js';
import { eventAssumptions } from './event-assumptions.js';
import { asAssumed, different, notSeen, type Assumption, type Judgement } from './judgement.js';
import {
  enumsOf,
  isServiceDown,
  keptFromAnswering,
  lastPart,
  shapeAt,
  shapeName,
  type ErrorForm,
  type Observed,
} from './observed.js';
import { operationAssumptions } from './operations.js';
import { shapeAssumptions } from './shapes.js';

function basis({ section, sources, certainty }: Basis): Basis {
  return { section, sources, certainty };
}

function judgeKind(assumed: Kind, type: string, declared = ''): Judgement {
  const seen = kindOf(type === 'null' ? declared : type);
  const isOpen = type === 'null' && (seen === 'object' || !/^[\w.]+$/.test(declared));
  return isOpen || fits(assumed, seen) ? asAssumed : different(`is ${seen}, not ${assumed}`);
}

function commandList(): readonly Assumption[] {
  return commandAssumptions.flatMap(({ command, parameters, optional, ...rest }): Assumption[] => {
    const find = (seen: Observed) => seen.commands.find(({ name }) => name === command);
    const missing = optional === true ? notSeen('this build does not have it') : different('there is no such command');
    const exists: Assumption = {
      ...basis(rest),
      what: `command ${command}`,
      item: 'exists',
      judge: (seen) => {
        const found = find(seen);
        return found === undefined ? notSeen('commands could not be listed') : found.found ? asAssumed : missing;
      },
    };
    return [
      exists,
      ...namesOf(parameters).map(([name, kind]): Assumption => ({
        ...basis(rest),
        what: `command ${command}`,
        item: `-${name}`,
        judge: (seen) => {
          const found = find(seen);
          if (found?.found !== true) {
            return notSeen('there is no such command');
          }
          const parameter = found.parameters.find((one) => one.name.toLowerCase() === name.toLowerCase());
          return parameter === undefined ? different('there is no such parameter') : judgeKind(kind, parameter.type);
        },
      })),
    ];
  });
}

/** An error in a few words that hold nothing of the server. */
export function errorText({ id, types, hresult }: ErrorForm): string {
  return [types[types.length - 1] ?? 'an error', hresult, ...(id === null ? [] : [id])].join(', ');
}

function callList(): readonly Assumption[] {
  return callAssumptions.map(({ call, command, fails, shows, ...rest }): Assumption => ({
    ...basis(rest),
    what: `call ${call}`,
    item: shows ?? (fails === undefined ? `${command} answers` : `${command} fails with ${fails.join(' or ')}`),
    judge: (seen) => {
      const outcome = seen.calls.get(call);
      if (seen.commands.some(({ name, found }) => name === command && !found)) {
        return notSeen('there is no such command');
      }
      if (outcome === undefined) {
        return notSeen('not asked');
      }
      const failed = outcome.error;
      const kept = keptFromAnswering(seen, outcome);
      if (kept !== undefined) {
        return notSeen(kept);
      }
      if (fails !== undefined && failed !== undefined) {
        const isIt = failed.types.some((type) => fails.some((end) => type.endsWith(end)));
        return isIt ? asAssumed : different(`fails with ${errorText(failed)}`);
      }
      if (outcome.state === 'answered' || outcome.state === 'empty') {
        const nothing = outcome.state === 'empty' ? notSeen('there was nothing to answer') : asAssumed;
        return fails === undefined ? nothing : different('it does not fail');
      }
      return different(failed === undefined ? outcome.state : `fails with ${errorText(failed)}`);
    },
  }));
}

const unreachable = ['80080005', '800706ba'];

const stoppedAssumption: Assumption = {
  section: '4.3',
  sources: '',
  certainty: 'U',
  what: 'service that does not run',
  item: `cmdlets fail with ${unreachable.join(' or ')}`,
  judge: (seen) => {
    const errors = [...seen.calls.values()].flatMap(({ error }) => error ?? []);
    const failed = errors.filter(({ types }) => !types.some((type) => type.endsWith('CommandNotFoundException')));
    if (!isServiceDown(seen) || failed.length === 0) {
      return notSeen(isServiceDown(seen) ? 'nothing failed' : 'the service runs, or its state is not known');
    }
    const others = failed.filter(({ hresult }) => !unreachable.includes(hresult)).map(errorText);
    return others.length === 0 ? asAssumed : different(`fails with ${[...new Set(others)].join('; ')}`);
  },
};

function shapeList(): readonly Assumption[] {
  const nothing = notSeen('there was none');
  return shapeAssumptions.flatMap((shape): Assumption[] => {
    const { of, path, typeName, is, members } = shape;
    const common = { ...basis(shape), what: shapeName(shape) };
    const itself: Assumption[] = [];
    if (is !== undefined || typeName !== undefined) {
      itself.push({
        ...common,
        item: `(${typeName ?? is ?? ''})`,
        judge: (seen) => {
          const found = shapeAt(seen, of, path);
          if (found === undefined || found.type === 'null') {
            return nothing;
          }
          if (typeName !== undefined) {
            const name = lastPart(found.typeName);
            return name === typeName ? asAssumed : different(`is ${name}`);
          }
          return is === undefined ? asAssumed : judgeKind(is, found.type);
        },
      });
    }
    return [
      ...itself,
      ...namesOf(members).map(([name, kind]): Assumption => ({
        ...common,
        item: name,
        judge: (seen) => {
          const found = shapeAt(seen, of, path);
          if (found === undefined || found.type === 'null') {
            return nothing;
          }
          const member = found.members.find((one) => one.name === name);
          return member === undefined
            ? different('there is no such member')
            : judgeKind(kind, member.type, member.declared);
        },
      })),
    ];
  });
}

function enumList(): readonly Assumption[] {
  return enumAssumptions.flatMap(({ type, values, ...rest }) =>
    Object.entries(values).map(([name, number]): Assumption => ({
      ...basis(rest),
      what: `enumeration ${type}`,
      item: number === null ? name : `${name}=${number}`,
      judge: (seen) => {
        const found = enumsOf(seen).get(type);
        const value = found?.get(name);
        if (found === undefined) {
          return notSeen('there was none');
        }
        if (value === undefined) {
          return different('there is no such value');
        }
        return number === null || number === value ? asAssumed : different(`is ${value}`);
      },
    })),
  );
}

const constructorAssumption: Assumption = {
  section: '1.2',
  sources: 'B',
  certainty: 'V',
  what: 'ad-connector.ConnectivityParameters',
  item: `constructor (${parameterConstructor})`,
  judge: (seen) => {
    const found = shapeAt(seen, 'ad-connector', 'ConnectivityParameters');
    // A module that is made of scripts makes its objects in another way.
    if (found?.type.startsWith('Microsoft.') !== true) {
      return notSeen('the module is made of scripts');
    }
    return found.constructors.includes(parameterConstructor) ? asAssumed : different(found.constructors.join('; '));
  },
};

function operationList(): readonly Assumption[] {
  return operationAssumptions.map(({ operation, ...rest }): Assumption => ({
    ...basis(rest),
    what: `operation ${operation}`,
    item: 'answers in the form that is read',
    judge: (seen) => {
      const outcome = seen.operations.get(operation);
      if (outcome === undefined) {
        return notSeen('not asked');
      }
      if (outcome.state === 'answered' || outcome.state === 'empty') {
        return asAssumed;
      }
      const { error } = outcome;
      const kept = keptFromAnswering(seen, outcome);
      if (kept !== undefined) {
        return notSeen(kept);
      }
      if (error?.types.some((type) => type.endsWith('CommandNotFoundException')) === true) {
        return notSeen('this build, or this system, does not have the command');
      }
      return different(error === undefined ? outcome.state : `fails with ${errorText(error)}`);
    },
  }));
}

/** Everything that the code assumes of the product and that a server can show, in the order of the comparison. */
export const assumptions: readonly Assumption[] = [
  ...commandList(),
  ...operationList(),
  ...callList(),
  stoppedAssumption,
  ...shapeList(),
  constructorAssumption,
  ...enumList(),
  ...eventAssumptions,
];
