/** A mutant that no test can notice, because nothing that can be observed is different. */
export interface ExplainedMutant {
  readonly file: string;
  /** The code, on one line, and what it becomes. */
  readonly code: string;
  readonly becomes: string;
  readonly why: string;
}

/** The files of the guard that are mutated. */
export const mutatedFiles = [
  'src/guard/read-record.ts',
  'src/guard/slots.ts',
  'src/guard/journal.ts',
  'src/guard/derive-evidence.ts',
  'src/guard/decide.ts',
] as const;

const bothGroups = 'Both groups of the pattern took part, or none did; the second question is for the types.';

function of(file: string, mutants: readonly (readonly [string, string, string])[]): readonly ExplainedMutant[] {
  return mutants.map(([code, becomes, why]) => ({ file: `src/guard/${file}.ts`, code, becomes, why }));
}

/** Every mutant that survives, and why it does. */
export const explainedMutants: readonly ExplainedMutant[] = [
  ...of('read-record', [
    ['[]', '["Stryker was here"]', 'Of the result only the second and the third part are used.'],
    ['body === undefined || stated === undefined', 'body === undefined && stated === undefined', bothGroups],
    ['body === undefined', 'false', bothGroups],
    ['stated === undefined', 'false', bothGroups],
    [
      'line === undefined',
      'false',
      'The pattern is asked about the text "undefined" then, which is no version either.',
    ],
    ['parsed.error.issues[0]?.path', 'parsed.error.issues[0].path', 'A refusal of the schema always has an issue.'],
    [
      "record.kind === 'TICK'",
      'true',
      'Other records have no number, and their place is no tick: nothing is compared with nothing.',
    ],
  ]),
  ...of('slots', [['{ return undefined; }', '{}', 'A function that ends without an answer answers undefined.']]),
  ...of('journal', [
    ["reading.state === 'torn'", 'true', 'A record that verified has no reason.'],
    ["''", '"Stryker was here!"', 'A row without bytes has been answered before; the text is for the types.'],
    ["claim.record.kind === 'CLAIM'", 'true', 'Nothing else verifies in this slot; the question is for the types.'],
    ['index < 0', 'index <= 0', 'From the first on is all of them.'],
  ]),
  ...of('derive-evidence', [
    [
      'kind !== undefined && Object.hasOwn(endStages, kind)',
      'kind !== undefined || Object.hasOwn(endStages, kind)',
      'Only ends verify in the slot that is asked about.',
    ],
    ['kind !== undefined', 'true', 'No end is named "undefined".'],
    ['first?.number', 'first.number', 'It is asked for each epoch, so there is a first one.'],
  ]),
  ...of('decide', [
    [
      "'none'",
      '""',
      'For what may have been switched off only the doubt "off-intent" counts; every other value is as good.',
    ],
    ["'agrees'", '""', 'There only the three values count that permit switching off; every other value is as good.'],
  ]),
];
