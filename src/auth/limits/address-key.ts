import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that tell one customer from another: the rest they choose themselves (RFC 6177). */
const NETWORK_BITS = 64;

/** What limits count an address by: IPv4 whole, IPv6 by its /64. IPv4 in the clothes of IPv6 is IPv4. */
export function addressKey(ip: string): string {
  if (!ip.includes(':') || !ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${address.toString()}/${NETWORK_BITS}`,
  ).toString();
}
