import {
  complaints,
  configOf,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { proxyFindings } from './proxy-findings.js';

describe('proxies', () => {
  it('must be counted where PUBLIC_URL is https', () => {
    expect(complaints(proxyFindings(productionConfigOf()))).toEqual([
      ['warning', 'TRUSTED_PROXY_HOPS=1'],
    ]);
    const counted = productionConfigOf({ TRUSTED_PROXY_HOPS: '2' });
    expect(complaints(proxyFindings(counted))).toEqual([]);
  });

  it('are not to be trusted where PUBLIC_URL is http', () => {
    const trusting = configOf({ TRUSTED_PROXY_HOPS: '1' });
    expect(complaints(proxyFindings(trusting))).toEqual([
      ['warning', 'TRUSTED_PROXY_HOPS=0'],
    ]);
    expect(complaints(proxyFindings(configOf()))).toEqual([]);
  });
});
