import * as fc from 'fast-check';

/**
 * Property tests draw the same examples at every run, so that a change is judged by what it changed. Look further with
 * `LAPIDARY_SEED=random npx vitest run …`, or any number; a counterexample becomes an example of its test.
 */
const asked = process.env.LAPIDARY_SEED;
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? 20_261_125 : Number(asked) });
