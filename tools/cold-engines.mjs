// Ends what tools/warm-engines.mjs began (jest's globalTeardown).
export { tearDown as default } from './warm-engines.mjs';
