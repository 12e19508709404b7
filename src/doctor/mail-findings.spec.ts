import {
  complaints,
  configOf,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { mailFindings } from './mail-findings.js';
import { reportOf } from './report.js';

const SMTP_URL = 'smtps://me:hunter2@mail.munjigi.test';

describe('what the doctor says of mail', () => {
  it('is that production without SMTP_URL sends none', () => {
    expect(complaints(mailFindings(productionConfigOf()))).toEqual([
      ['warning', expect.stringMatching(/^SMTP_URL=/)],
    ]);
  });

  it('is nothing bad in development, where there is a preview', () => {
    expect(complaints(mailFindings(configOf()))).toEqual([]);
  });

  it('is who they are from, and nothing of SMTP_URL', () => {
    const findings = mailFindings(productionConfigOf({ SMTP_URL }));
    expect(complaints(findings)).toEqual([]);
    expect(reportOf(findings)).toContain('no-reply@api.munjigi.test');
    expect(reportOf(findings)).not.toMatch(/hunter2|mail\.munjigi/);
  });

  it('is where their links lead', () => {
    const WEB_URL = 'https://app.munjigi.test';
    const findings = mailFindings(productionConfigOf({ SMTP_URL, WEB_URL }));
    expect(complaints(findings)).toEqual([]);
    for (const page of ['verify-email', 'reset-password'])
      expect(reportOf(findings)).toContain(`${WEB_URL}/${page}?token=`);
  });

  it('is that links lead to no front end, where that is named in FRONTEND_ORIGINS only', () => {
    const FRONTEND_ORIGINS = 'https://app.munjigi.test';
    const env = { SMTP_URL, FRONTEND_ORIGINS };
    expect(complaints(mailFindings(productionConfigOf(env)))).toEqual([
      ['warning', `WEB_URL=${FRONTEND_ORIGINS}`],
    ]);
    const served = { ...env, WEB_URL: FRONTEND_ORIGINS };
    expect(complaints(mailFindings(productionConfigOf(served)))).toEqual([]);
  });
});
