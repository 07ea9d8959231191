import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The proxy is not a way into the school's own network: addresses that are not of the public internet are refused, whatever name
 * led to them. The check is made on the very addresses that are then connected to, so a second answer of the DNS changes nothing.
 * Ranges: IANA special-purpose registries (RFC 6890 and its updates).
 */
// Two lists: one list would find every IPv4 address in the range of IPv4-mapped IPv6 ones.
const closed4 = new BlockList();
const closed6 = new BlockList();
const closedIPv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network, unspecified
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24], // 6to4 relay
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];
const closedIPv6: readonly (readonly [string, number])[] = [
  ['::', 96], // unspecified, loopback, IPv4-compatible
  ['::ffff:0:0', 96], // IPv4-mapped
  ['64:ff9b::', 96], // NAT64 carries an IPv4 address that nobody checked
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23], // Teredo and other protocol assignments
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries an IPv4 address
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7], // unique local
  ['fe80::', 10], // link-local
  ['fec0::', 10],
  ['ff00::', 8], // multicast
];
for (const [net, bits] of closedIPv4) closed4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of closedIPv6) closed6.addSubnet(net, bits, 'ipv6');

/** True when an address (no brackets, no zone) is one that a browser at school has no business with through the proxy. */
export function isClosedAddress(address: string, own: ReadonlySet<string> = new Set()): boolean {
  if (own.has(address)) return true;
  if (isIPv4(address)) return closed4.check(address, 'ipv4');
  // An IPv4-mapped address is refused as such: nobody names one without a reason.
  if (isIPv6(address)) return address.includes('%') || closed6.check(address, 'ipv6');
  return true;
}

/** The addresses of this machine, as `isClosedAddress` wants them. Asks the operating system each time. */
export function ownAddresses(): ReadonlySet<string> {
  const own = new Set<string>();
  for (const list of Object.values(networkInterfaces())) for (const each of list ?? []) own.add(each.address);
  return own;
}

/** Finds the addresses of a name. Injected, so that tests can answer what a hostile DNS would. */
export type Resolver = (host: string) => Promise<readonly string[]>;

export type Resolved =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'closed'; readonly address: string }
  | { readonly kind: 'not-found' };

/**
 * The addresses that may be connected to for `host`. One closed address among open ones refuses the whole name: honest names do
 * not mix, rebinding ones do. `listed` names (the school's own servers, the gate, the web app) skip the check.
 */
export async function resolveGuarded(
  host: string,
  listed: boolean,
  resolver: Resolver,
  own: () => ReadonlySet<string>,
): Promise<Resolved> {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const addresses = isIP(bare) === 0 ? await resolver(bare) : [bare];
  const mine = own();
  const bad = listed ? undefined : addresses.find((each) => isClosedAddress(each, mine));
  if (bad !== undefined) return { kind: 'closed', address: bad };
  if (addresses.length === 0) return { kind: 'not-found' };
  return { kind: 'addresses', addresses };
}
