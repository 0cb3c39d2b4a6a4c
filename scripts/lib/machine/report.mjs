/**
 * What became of one item. Only `failed` makes the command fail: what a machine cannot have (no root, no network) is
 * said, and the tests that need it say so again when they are skipped.
 * @typedef {{ failed: boolean }} Outcome
 */

/** @returns {Outcome} */
export function there(item) {
  console.log(`${item} · there`);
  return { failed: false };
}

/** @returns {Outcome} */
export function installed(item) {
  console.log(`${item} · installed`);
  return { failed: false };
}

/** Something takes a while: say so before it does. */
export function working(item, what) {
  console.log(`${item} · ${what}`);
}

/** This machine cannot have it. @returns {Outcome} */
export function unavailable(item, why) {
  console.log(`${item} · not installed: ${why}`);
  return { failed: false };
}

/** This machine should be able to have it. @returns {Outcome} */
export function failed(item, why) {
  console.error(`${item} · failed: ${why}`);
  return { failed: true };
}
