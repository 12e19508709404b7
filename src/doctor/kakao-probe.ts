import { Agent, fetch } from 'undici';
import type { KakaoConfig } from '../config/config.js';
import type { Finding } from './finding.js';
import { answered, silent } from './kakao-probe-findings.js';

const DEADLINE_MS = 4_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Asks Kakao whether the credentials are right, without a login: it looks at them before it looks at
 * the code, so that a code nobody was given fails with KOE320 only when they are.
 */
export async function probeKakao(
  kakao: KakaoConfig,
  redirectUri: string,
): Promise<Finding> {
  const { authUrl, clientId, clientSecret } = kakao;
  const dispatcher = new Agent({ maxResponseSize: MAX_ANSWER_BYTES });
  try {
    const response = await fetch(`${authUrl}/oauth/token`, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
      dispatcher,
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
        code: 'munjigi-doctor',
      }),
    });
    return answered(response.status, errorCodeOf(await response.text()));
  } catch {
    return silent(authUrl);
  } finally {
    await dispatcher.destroy();
  }
}

/** Kakao's code alone: the description next to it quotes what was sent. */
function errorCodeOf(body: string): string | undefined {
  return /"error_code"\s*:\s*"(KOE\d{3})"/.exec(body)?.[1];
}
