import type { Json, JsonObject } from '../http/json.js';

const GROUPS: Record<string, readonly string[]> = {
  'kakao_account.profile': [
    'profile_nickname_needs_agreement',
    'profile_image_needs_agreement',
    'profile',
  ],
  'kakao_account.email': [
    'has_email',
    'email_needs_agreement',
    'is_email_valid',
    'is_email_verified',
    'email',
  ],
};

/** A field that holds a JSON array of strings; undefined when it does not. */
export function readStringList(field: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(field);
    return Array.isArray(list) && list.every((item) => typeof item === 'string')
      ? list
      : undefined;
  } catch {
    return undefined;
  }
}

/** The profile, narrowed to the groups that were asked for. */
export function pickProperties(
  body: JsonObject,
  keys: readonly string[],
): JsonObject {
  const account = body['kakao_account'];
  const fields = keys.flatMap((key) => GROUPS[key] ?? []);
  if (!isObject(account) || fields.length === 0)
    return { ...body, kakao_account: undefined };
  const picked = Object.entries(account).filter(([name]) =>
    fields.includes(name),
  );
  return { ...body, kakao_account: Object.fromEntries(picked) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
