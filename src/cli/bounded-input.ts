import type { Readable } from 'node:stream';

/** Reads all that a stream gives (standard input, to its end); undefined, and no more is read, as soon as it is more than `most` bytes. */
export async function boundedInput(source: Readable, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > most) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
