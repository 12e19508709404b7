import {
  complaints,
  configOf,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { corsFindings } from './cors-findings.js';

describe('CORS', () => {
  it('names the origins it allows, WEB_URL among them', () => {
    const [allowed] = corsFindings(
      configOf({
        WEB_URL: 'http://localhost:5173',
        FRONTEND_ORIGINS: 'http://localhost:8081',
      }),
    );
    expect(allowed!.en).toContain(
      ': http://localhost:3000, http://localhost:5173, http://localhost:8081. ',
    );
  });

  it('may allow plain http in development', () => {
    const config = configOf({ FRONTEND_ORIGINS: 'http://example.com' });
    expect(complaints(corsFindings(config))).toEqual([]);
  });

  it('should not allow plain http in production', () => {
    const config = productionConfigOf({
      FRONTEND_ORIGINS: 'https://munjigi.test,http://www.munjigi.test',
    });
    expect(complaints(corsFindings(config))).toEqual([
      [
        'warning',
        'FRONTEND_ORIGINS=https://munjigi.test,https://www.munjigi.test',
      ],
    ]);
  });

  it.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:8081'])(
    'should not allow %s in production',
    (FRONTEND_ORIGINS) => {
      const config = productionConfigOf({ FRONTEND_ORIGINS });
      expect(complaints(corsFindings(config))).toEqual([
        ['warning', 'FRONTEND_ORIGINS='],
      ]);
    },
  );
});
