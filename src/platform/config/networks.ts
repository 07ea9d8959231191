import { BlockList, isIP, isIPv4 } from 'node:net';

import { Unusable } from '../errors/errors.ts';

/** A set of networks, as the person who set it wrote it. */
export interface Networks {
  /** Each as written: `10.0.0.0/8`, `192.168.1.7`. Empty: no address at all. */
  readonly written: readonly string[];
  /** Whether an address (no brackets, no port) is in one of them. An IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) counts as the IPv4 one. */
  has(address: string): boolean;
}

/** Networks that the internet does not route: private, shared (RFC 6598 excepted: providers use it), link-local, unique local. RFC 1918, 3927, 4193, 4291. */
export const PRIVATE_NETWORKS = '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10';

/** Addresses that never leave this machine (RFC 1122, RFC 4291). */
const LOOPBACK = '127.0.0.0/8,::1';

/** From where this machine's own programs ask: nobody else can, and nobody need name it. */
const THIS_MACHINE = '127.0.0.1,::1';

/**
 * Reads addresses and networks in CIDR form, separated by commas or white space. Throws `Unusable` naming the setting, the word that is none,
 * and the cure; a network of everything (`/0`) is refused too, for nobody means it.
 */
export function readNetworks(setting: string, text: string): Networks {
  const written = text.split(/[\s,]+/).filter((word) => word !== '');
  // Two lists: one list would find every IPv4 address in the range of IPv4-mapped IPv6 ones.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const word of written) {
    const [, address = '', bits] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const length = bits === undefined ? most : Number(bits);
    if (version === 0 || length > most || length === 0) {
      throw new Unusable(
        setting,
        `“${word}” is not an address or a network of some size.`,
        'Write addresses and networks like 192.168.1.10 or 10.0.0.0/8, with commas between them.',
      );
    }
    const family = version === 4 ? 'ipv4' : 'ipv6';
    lists[family].addSubnet(address, length, family);
  }
  return Object.freeze({
    written,
    has: (given: string) => {
      const address = plainAddress(given);
      const version = isIP(address);
      if (version === 0) return false;
      return version === 4 ? lists.ipv4.check(address, 'ipv4') : lists.ipv6.check(address, 'ipv6');
    },
  });
}

/** The school's networks as set, and always this machine itself. */
export function readSchoolNetworks(setting: string, text: string): Networks {
  return readNetworks(setting, `${text},${THIS_MACHINE}`);
}

/** True for an address of this machine itself. */
export const isLoopback: (address: string) => boolean = readNetworks('loopback', LOOPBACK).has;

/** The address as it is compared: no zone, and an IPv4 one in IPv6 clothes (RFC 4291 2.5.5.2) as IPv4. */
function plainAddress(given: string): string {
  const address = given.split('%')[0] ?? '';
  const inner = /^::ffff:([0-9.]+)$/i.exec(address)?.[1];
  return inner !== undefined && isIPv4(inner) ? inner : address;
}
