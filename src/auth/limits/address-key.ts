import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that tell one customer from another: the rest they choose themselves (RFC 6177). */
const NETWORK_BITS = 64;

/** What limits count a caller's address by: IPv4 whole, IPv6 by its /64. */
export function addressKey(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${ip}/${NETWORK_BITS}`);
  return network.toString();
}
