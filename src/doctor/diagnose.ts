import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/config.js';
import { configProblemFindings } from './config-problem-findings.js';
import { cookieFindings } from './cookie-findings.js';
import { corsFindings } from './cors-findings.js';
import { environmentFindings } from './environment-findings.js';
import type { Finding } from './finding.js';
import { usesGeneratedSecrets } from './generated-secrets.js';
import { kakaoFindings } from './kakao-findings.js';
import { probeKakao } from './kakao-probe.js';
import { mailFindings } from './mail-findings.js';
import { proxyFindings } from './proxy-findings.js';
import { redirectUriOf } from './redirect-uri.js';
import { secretFindings } from './secret-findings.js';

/** Everything there is to say about a configuration; about one that can't be read, why. */
export async function diagnose(load: () => Config): Promise<Finding[]> {
  try {
    return await examine(load());
  } catch (error) {
    if (error instanceof ConfigError)
      return configProblemFindings(error.problems);
    throw error;
  }
}

async function examine(config: Config): Promise<Finding[]> {
  const { kakao } = config;
  return [
    ...environmentFindings(config),
    ...cookieFindings(config),
    ...corsFindings(config),
    ...proxyFindings(config),
    ...secretFindings(config, usesGeneratedSecrets(config)),
    ...mailFindings(config),
    ...kakaoFindings(config),
    ...(kakao ? [await probeKakao(kakao, redirectUriOf(config))] : []),
  ];
}
