/** What a file was written in. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/** How many bytes are looked at to see whether every second one is nought. */
const LOOK = 4096;

/**
 * The text of a file as records systems and spreadsheets write it: UTF-8 or UTF-16 with or without a byte-order mark, else Windows-1252,
 * in which every byte is a letter. Never throws; what is no text at all shows by the NULs that stay in it.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const wide = wideOrder(bytes);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}

/** UTF-16 by its mark, or because text in Latin letters has a nought in every second byte. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const length = Math.min(bytes.length, LOOK);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at++) {
    if (bytes[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  if (odd > length / 4 && even === 0) return 'utf-16le';
  if (even > length / 4 && odd === 0) return 'utf-16be';
  return undefined;
}
