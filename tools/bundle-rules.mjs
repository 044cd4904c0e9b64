// What must hold of the chunks that rollup makes (tools/bundle.mjs). A bundle is rollup's: file names with what each imports.

/**
 * What is wrong with the chunks of a bundle, one sentence each:
 * - A chunk that asks for anything but Node's own modules and other chunks would look for it where phs-tool is installed.
 * - A chunk that imports the entry waits for the end of it, and the entry for that chunk: the program hangs.
 */
export function faultsOf(bundle) {
  return Object.values(bundle)
    .filter(({ type }) => type === 'chunk')
    .flatMap(({ fileName, imports, dynamicImports }) =>
      [...imports, ...dynamicImports].flatMap((name) => {
        if (bundle[name]?.isEntry) return [`${fileName} imports the entry ${name}`];
        return name in bundle || name.startsWith('node:') ? [] : [`${fileName} asks for ${name}`];
      }),
    );
}
