import { BlockList, isIPv6 } from 'node:net';

/** IPv4 that is not the public internet (IANA's special-purpose registry), and the addresses at which clouds answer their own machines. */
const INNER_IPV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Of IPv6 only 2000::/3 is the public internet: the first three lines leave out the rest (loopback, unique local, link-local, multicast, addresses that
 * wrap an IPv4). Within it: Teredo and its neighbours, documentation, 6to4, which wraps an IPv4 too.
 */
const INNER_IPV6: readonly [string, number][] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

// One list for each family: in a common one, an IPv6 rule also meets the IPv4 addresses that it could wrap.
const ipv4 = new BlockList();
for (const [address, bits] of INNER_IPV4) ipv4.addSubnet(address, bits, 'ipv4');
const ipv6 = new BlockList();
for (const [address, bits] of INNER_IPV6) ipv6.addSubnet(address, bits, 'ipv6');

/** Whether nothing is sent to an address on behalf of an organisation. */
export const isInner = (address: string): boolean =>
  isIPv6(address) ? ipv6.check(address, 'ipv6') : ipv4.check(address, 'ipv4');
