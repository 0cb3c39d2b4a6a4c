import fc from 'fast-check';

/**
 * fast-check with a fixed seed, so that a run of the tests can be repeated and a failure is somebody's doing.
 * `AMC_SEED=random npm test` looks at other values; a number repeats such a run.
 */
const wanted = process.env['AMC_SEED'] ?? '20260101';
fc.configureGlobal({ seed: wanted === 'random' ? Date.now() : Number(wanted) });

export { fc };
