import {
  BAD_FORM,
  BAD_IN_PRODUCTION,
  BAD_SENSE,
  inRounds,
  withBad,
} from '../../test/support/bad-environment.js';
import {
  configOf,
  KAKAO_APP,
  ofLevel,
  testEnv,
} from '../../test/support/doctored.js';
import { productionEnv } from '../../test/support/production.js';
import { loadConfig } from '../config/load-config.js';
import { diagnose } from './diagnose.js';
import { reportOf } from './report.js';

const TEST = testEnv();
const PRODUCTION = productionEnv(TEST.DATABASE_URL, 3000);

const ROUNDS = [
  ...inRounds([...BAD_FORM, ...BAD_SENSE]).map((bad) => [TEST, bad] as const),
  ...inRounds(BAD_IN_PRODUCTION).map((bad) => [PRODUCTION, bad] as const),
];

describe('a configuration that can not be read', () => {
  it.each(ROUNDS)('is reported line by line (%#)', async (env, bad) => {
    const problems = ofLevel(
      'broken',
      await diagnose(() => loadConfig(withBad(env, bad))),
    );
    expect(problems.length).toBeGreaterThan(0);
    for (const { ko, en, fix } of problems) {
      const name = en.split(':')[0]!;
      expect(bad.map(([variable]) => variable)).toContain(name);
      expect(ko).toMatch(new RegExp(`^${name}: .*[가-힣]`));
      expect(fix).toMatch(new RegExp(`^${name}=\\S`));
    }
  });

  it('says which of the three Kakao values is missing', async () => {
    const { KAKAO_APP_ID } = KAKAO_APP;
    const findings = await diagnose(() => configOf({ KAKAO_APP_ID }));
    const named = ofLevel('broken', findings).map(({ fix }) => fix);
    expect(named).toEqual([
      'KAKAO_CLIENT_ID=<REST API key>',
      'KAKAO_CLIENT_SECRET=<client secret>',
    ]);
  });

  it('tells a key from the number of the app', async () => {
    const KAKAO_APP_ID = KAKAO_APP.KAKAO_CLIENT_ID;
    const findings = await diagnose(() =>
      configOf({ ...KAKAO_APP, KAKAO_APP_ID }),
    );
    expect(ofLevel('broken', findings)).toMatchObject([
      { fix: 'KAKAO_APP_ID=<number of the app>' },
    ]);
    expect(reportOf(findings)).not.toContain(KAKAO_APP_ID);
  });

  it('does not hide a fault of the program', async () => {
    const fault = new TypeError('not a configuration');
    const broken = () => {
      throw fault;
    };
    await expect(diagnose(broken)).rejects.toBe(fault);
  });
});

it('a configuration that is fine has nothing broken and every subject', async () => {
  const findings = await diagnose(() => configOf());
  expect(findings.map(({ level }) => level)).toEqual(
    Array.from({ length: 8 }, () => 'fine'),
  );
});
