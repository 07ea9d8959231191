import { isIP } from 'node:net';

import { Unusable } from '../../platform/errors/errors.ts';
import { MAX_HOST, MAX_LABEL, normaliseHost } from '../engine/normalise-host.ts';

/**
 * Reads a list of names: one domain a line, or a hosts file (`0.0.0.0 name …`). Comments begin with `#` or `!`.
 * Lists come from strangers: bytes, lines and names are bounded, and no name is ever shortened to fit.
 */

export interface ListLimits {
  /** Bytes of one list. */
  readonly maxBytes: number;
  /** Names of one list. */
  readonly maxNames: number;
  /** Bytes of a line. */
  readonly maxLine: number;
}

export const defaultLimits: ListLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxNames: 10_000_000,
  maxLine: 2000,
};

export interface ParsedList {
  /** Normal form, in the order of the file, each once. */
  readonly names: readonly string[];
  /** Lines left out. Reasons do not repeat what the line said. The first 1,000 are kept. */
  readonly refusals: readonly LineRefusal[];
  /** Of how many lines in all. */
  readonly refused: number;
}

export interface LineRefusal {
  readonly line: number;
  readonly reason: string;
}

const KEPT_REFUSALS = 1000;
/** Names that hosts files carry for the machine itself. */
const machineNames = /^(localhost|localhost\.localdomain|local|broadcasthost|ip6-[a-z]+|0\.0\.0\.0)$/;

/**
 * Parses `bytes` of the list `file` (named in errors). Throws Unusable, and uses nothing of the list, when it is over a limit or when
 * over one in ten of its lines is refused: then it is no list of names at all, or a damaged one.
 */
export function parseList(bytes: Uint8Array, file: string, limits: ListLimits = defaultLimits): ParsedList {
  if (bytes.length > limits.maxBytes) {
    throw new Unusable(
      file,
      `has ${String(bytes.length)} bytes, more than ${String(limits.maxBytes)}.`,
      'Split it, or use a smaller list.',
    );
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Set<string>();
  const refusals: LineRefusal[] = [];
  let refused = 0;
  let meant = 0;
  let line = 0;

  for (let start = 0; start < buffer.length;) {
    const feed = buffer.indexOf(10, start);
    const end = feed === -1 ? buffer.length : feed;
    line += 1;
    const read =
      end - start > limits.maxLine ? refuse('The line is too long for a name.') : readLine(textOf(buffer, start, end));
    start = end + 1;
    if (read.reason !== null || read.names.length > 0) meant += 1;
    for (const name of read.names) names.add(name);
    if (read.reason !== null) {
      refused += 1;
      if (refusals.length < KEPT_REFUSALS) refusals.push({ line, reason: read.reason });
    }
    if (names.size > limits.maxNames) {
      throw new Unusable(
        `${file}, line ${String(line)}`,
        `is past the limit of ${String(limits.maxNames)} names.`,
        'Split the list, or use a smaller one.',
      );
    }
  }

  if (refused * 10 > meant) {
    const first = refusals[0];
    throw new Unusable(
      `${file}, line ${String(first?.line ?? 1)}`,
      `${first?.reason ?? ''} ${String(refused)} of ${String(meant)} lines cannot be used, so none of the list is.`,
      'Give one domain a line, or a hosts file, as plain text.',
    );
  }
  return { names: [...names], refusals, refused };
}

interface ReadLine {
  readonly names: readonly string[];
  readonly reason: string | null;
}

const nothing: ReadLine = { names: [], reason: null };

function refuse(reason: string): ReadLine {
  return { names: [], reason };
}

function readLine(text: string): ReadLine {
  if (text.startsWith('!')) return nothing;
  const hash = text.indexOf('#');
  const words = (hash === -1 ? text : text.slice(0, hash)).split(/\s+/).filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return nothing;
  const hosts = words.length > 1 && isIP(first) !== 0;
  if (words.length > 1 && !hosts) return refuse('There is more than one word on the line.');
  const names: string[] = [];
  for (const word of hosts ? words.slice(1) : words) {
    if (hosts && machineNames.test(word.toLowerCase())) continue;
    const name = readName(word);
    if (name.reason !== null) return name;
    names.push(...name.names);
  }
  return { names, reason: null };
}

/** A name covers its sub-domains, so `.example.org` and `*.example.org` say no more than `example.org`. */
function readName(word: string): ReadLine {
  const bare = word.replace(/^\*?\./, '');
  const host = normaliseHost(bare);
  if (host === null) return refuse(whyNoHost(bare));
  if (!host.includes('.') && !host.startsWith('['))
    return refuse('The name is a single label and would cover a whole top-level domain.');
  if (host.startsWith('[')) return refuse('The name is an IPv6 address; lists hold names and IPv4 addresses.');
  return { names: [host], reason: null };
}

function whyNoHost(word: string): string {
  const bare = word.endsWith('.') ? word.slice(0, -1) : word;
  if (bare.length > MAX_HOST) return `The name is longer than ${String(MAX_HOST)} characters.`;
  if (bare.split('.').some((label) => label.length > MAX_LABEL)) {
    return `A part of the name between dots is longer than ${String(MAX_LABEL)} characters.`;
  }
  return 'The name has characters or dots that host names do not have.';
}

/** Latin-1 is enough for A-labels and much faster; only lines with other bytes are read as UTF-8. */
function textOf(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('latin1', start, end);
  // eslint-disable-next-line no-control-regex -- the question is whether the line is ASCII
  return /^[\x00-\x7f]*$/.test(text) ? text : buffer.toString('utf8', start, end).replace(/^\ufeff/, '');
}
