import { TsJestTransformer } from 'ts-jest';

/** ts-jest to CommonJS; what only ES modules know of their own place is said in CommonJS before. */
class MutantTransformer extends TsJestTransformer {
  process(source, path, options) {
    const text = source
      .replaceAll('import.meta.dirname', '__dirname')
      .replaceAll('import.meta.url', "require('node:url').pathToFileURL(__filename).href");
    return super.process(text, path, options);
  }
}

export default {
  createTransformer: (options) => new MutantTransformer(options),
};
