import type { Config } from '../config/config.js';

/** The only address Kakao sends browsers back to. */
export function redirectUriOf({ publicUrl }: Pick<Config, 'publicUrl'>) {
  return `${publicUrl}/api/auth/kakao/callback`;
}
