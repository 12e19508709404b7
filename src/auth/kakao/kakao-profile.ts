import { isEmailAddress, toNickname } from '../../users/user-fields.js';

/** A person at Kakao, as far as we care. */
export interface KakaoProfile {
  /** The app-scoped member number, as text. */
  readonly id: string;
  /** Cleaned; undefined where there is none but Kakao's placeholder. */
  readonly nickname: string | undefined;
  /** An address that Kakao says is valid and verified. */
  readonly verifiedEmail: string | undefined;
}

/** Whether a text is a Kakao member number. */
export function isKakaoId(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value);
}

/** Reads the answer of /v2/user/me, of which all but the id may be missing; undefined when even that is. */
export function readProfile(body: unknown): KakaoProfile | undefined {
  const { id, kakao_account } = Object(body) as Record<string, unknown>;
  if (!isKakaoId(id)) return undefined;
  const account = Object(kakao_account) as Record<string, unknown>;
  const profile = Object(account.profile) as Record<string, unknown>;
  // Taken over by another account, or never confirmed: either way not this person's.
  const isTheirs =
    account.is_email_valid === true && account.is_email_verified === true;
  return {
    id,
    nickname:
      profile.is_default_nickname === true
        ? undefined
        : readNickname(profile.nickname),
    verifiedEmail: isTheirs ? readEmail(account.email) : undefined,
  };
}

export function readNickname(value: unknown): string | undefined {
  return typeof value === 'string' ? toNickname(value) : undefined;
}

export function readEmail(value: unknown): string | undefined {
  return typeof value === 'string' && isEmailAddress(value) ? value : undefined;
}
