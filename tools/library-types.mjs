// The types of the library (src/index.ts) as they are shipped: declarations that need no other package. The documents have the
// types of their JSON schemas, because a zod schema's type would need zod beside the package.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The module that a type of a document comes from, the schema of that document, and how the type is found in it. */
const documents = [
  { module: 'model/report', schema: 'report', types: { Report: '' } },
  {
    module: 'model/object-report',
    schema: 'object-report',
    types: { ObjectReport: '', ObjectResult: "['objects'][number]", ObjectReportTail: undefined },
  },
  { module: 'model/phs-event', schema: 'events', types: { PhsEvent: "['events'][number]" } },
];

/** What is declared by hand: a type of two others. */
const written = {
  ObjectReportTail: "Pick<ObjectReport, 'finishedAt' | 'summary' | 'error'>",
};

/** Files of src/ whose own declarations are shipped. */
const declared = ['index.ts', 'library/interface.ts', 'library/open-server.ts'];
/** The same, with what they import. */
const withImports = ['base/errors.ts'];

async function documentTypes({ module, schema, types }) {
  const document = JSON.parse(readFileSync(join(root, 'schema', `${schema}.v1.schema.json`), 'utf8'));
  const text = await compile({ ...document, title: 'WholeDocument' }, 'WholeDocument', {
    bannerComment: '',
    additionalProperties: false,
    format: false,
  });
  const inner = text.replace(/^export /gm, '');
  const named = Object.entries(types).map(
    ([name, path]) => `export type ${name} = ${path === undefined ? written[name] : `WholeDocument${path}`}`,
  );
  return [`${module}.d.ts`, `${inner}\n${named.join('\n')}\n`];
}

function requireNoErrors(diagnostics) {
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, '\n'));
}

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  verbatimModuleSyntax: true,
};

function ownDeclaration(path) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(root, 'src', path), 'utf8'), {
    fileName: path,
    compilerOptions,
    reportDiagnostics: true,
  });
  requireNoErrors(diagnostics ?? []);
  return [path.replace(/\.ts$/, '.d.ts'), outputText];
}

function declarationsBelow(path) {
  const source = join(root, 'src');
  const program = ts.createProgram([join(source, path)], {
    ...compilerOptions,
    types: ['node'],
    rootDir: source,
    declaration: true,
    emitDeclarationOnly: true,
  });
  const files = [];
  const { diagnostics } = program.emit(undefined, (name, text) => {
    files.push([relative(source, name).replaceAll('\\', '/'), text]);
  });
  requireNoErrors(diagnostics);
  return files;
}

/** Every declaration imports only what is among them. */
function requireClosed(files) {
  for (const [path, text] of files) {
    for (const [, name] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom ['"]([^'"]+)['"]/gm)) {
      const target = join(dirname(path), name).replaceAll('\\', '/').replace(/\.js$/, '.d.ts');
      if (!files.has(target)) throw new Error(`${path} imports ${name}, which is not shipped.`);
    }
  }
}

/** The declarations by their paths below dist/. Throws if one of them needs something that is not among them. */
export async function libraryTypes() {
  const files = new Map([
    ...(await Promise.all(documents.map(documentTypes))),
    ...declared.map(ownDeclaration),
    ...withImports.flatMap(declarationsBelow),
  ]);
  requireClosed(files);
  return files;
}
