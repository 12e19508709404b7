import 'reflect-metadata';
import { Environment } from '../config/environment.js';
import { spellingFindings } from './spelling-findings.js';

describe('the names of variables', () => {
  it.each([
    ['JWT_ACCES_SECRET', 'JWT_ACCESS_SECRET'],
    ['WEB_ULR', 'WEB_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['KAKAO_CLIENTID', 'KAKAO_CLIENT_ID'],
  ])('%s is told to be %s', (name, meant) => {
    const [finding, ...further] = spellingFindings([name]);
    expect(further).toEqual([]);
    expect(finding).toMatchObject({ level: 'warning', fix: `${meant}=` });
    for (const text of [finding!.ko, finding!.en]) {
      expect(text).toContain(name);
      expect(text).toContain(meant);
    }
  });

  it('are fine when they are right', () => {
    expect(spellingFindings(Object.keys(new Environment()))).toEqual([]);
  });

  it('of other programs are no slips', () => {
    const others =
      'PATH HOME PWD HOSTNAME LOGNAME SHELL LANG EDITOR NODE_OPTIONS NODE_PATH npm_config_user_agent POSTS_PAGE_SIZE AWS_REGION';
    expect(spellingFindings(others.split(' '))).toEqual([]);
  });
});
