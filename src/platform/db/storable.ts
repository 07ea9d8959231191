/**
 * Gives the value back when it is one that both kinds of store keep alike: text without the character NUL (PostgreSQL has none), a number,
 * null, bytes. Throws `TypeError` for anything else: a boolean, a date or an object is converted first by whoever writes it, so that it
 * reads back the same everywhere.
 */
export function storable(value: unknown): string | number | bigint | null | Uint8Array {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new TypeError('text with the character NUL cannot be stored: remove it first');
    return value;
  }
  if (value === null || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array)
    return value;
  throw new TypeError(`a value of type ${typeof value} cannot be stored: convert it first`);
}
