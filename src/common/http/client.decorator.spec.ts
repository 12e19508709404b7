import type { FastifyRequest } from 'fastify';
import { addressOf } from './client.decorator.js';

describe('the address of a caller', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:0102:0304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:4711', '1.2.3.4'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%eth0]:443', 'fe80::1'],
  ])('that a proxy calls %s is %s', (told, ip) => {
    expect(addressOf(toldBy(told))).toBe(ip);
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    '192.0.2.1:',
    '192.0.2.1:x',
    '192.0.2.1:1:1',
    '192.0.2',
    '0x7f.1',
    '[192.0.2.1',
    '[[2001:db8::1]]',
    '2001:db8::1]:443',
    '%eth0',
  ])("that a proxy calls %j is the proxy's", (told) => {
    expect(addressOf(toldBy(told))).toBe('10.0.0.1');
  });

  it('is unknown of a connection that has gone', () => {
    const request = { ip: undefined, socket: {} } as unknown;
    expect(addressOf(request as FastifyRequest)).toBe('');
  });
});

/** A request of which a trusted proxy says where it comes from. */
function toldBy(ip: string): FastifyRequest {
  const socket = { remoteAddress: '::ffff:10.0.0.1' };
  return { ip, socket } as FastifyRequest;
}
