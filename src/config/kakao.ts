import type { KakaoConfig } from './config.js';
import type { Environment } from './environment.js';
import { parseWebAddress, splitList } from './environment.validators.js';

const TOGETHER = [
  'KAKAO_CLIENT_ID',
  'KAKAO_CLIENT_SECRET',
  'KAKAO_APP_ID',
] as const;

/** The Kakao app that was configured, if one was; what is missing of it is added to `problems`. */
export function readKakao(
  env: Environment,
  problems: string[],
): KakaoConfig | undefined {
  const {
    KAKAO_CLIENT_ID: clientId,
    KAKAO_CLIENT_SECRET: clientSecret,
    KAKAO_APP_ID: appId,
  } = env;
  if (clientId && clientSecret && appId)
    return {
      appId,
      clientId,
      clientSecret,
      adminKey: env.KAKAO_ADMIN_KEY,
      audiences: [clientId, ...splitList(env.KAKAO_CLIENT_IDS)],
      authUrl: parseWebAddress(env.KAKAO_AUTH_URL)!,
      apiUrl: parseWebAddress(env.KAKAO_API_URL)!,
    };
  const missing = TOGETHER.filter((name) => !env[name]);
  if (missing.length < TOGETHER.length)
    problems.push(
      ...missing.map(
        (name) =>
          `${name}: is required with ${TOGETHER.filter((other) => env[other]).join(' and ')}`,
      ),
    );
  return undefined;
}
