/**
 * The hash of a host name for the list table. Two running 32-bit states are fed the characters from right to left, so that at every
 * label boundary they are the hash of one suffix; finishing mixes each of them without ending the run.
 * The start values are random per installation: without them, collisions could be made at leisure.
 *
 * Small functions of numbers only: V8 inlines them into the loops that use them.
 */

export function feedA(state: number, character: number): number {
  return Math.imul(state ^ character, 0x01000193);
}

export function feedB(state: number, character: number): number {
  const mixed = Math.imul(state ^ character, 0x9e3779b1 | 0);
  return mixed ^ (mixed >>> 15);
}

/** Finished A gives the upper 16 bits of the fingerprint (its upper half) and most of the slot (its lower half). */
export function finishA(state: number): number {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b | 0);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35 | 0);
  return mixed ^ (mixed >>> 16);
}

/** Finished B gives the lower 32 bits of the fingerprint. */
export function finishB(state: number): number {
  let mixed = state ^ (state >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 12;
  mixed = Math.imul(mixed, 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}

/** First slot to look at in a table of `mask + 1` slots. */
export function slotOf(a: number, b: number, mask: number): number {
  return (a ^ (b << 7)) & mask;
}
