/** The endpoints that are counted and can be made to fail. */
export const ENDPOINTS = [
  'authorize',
  /** The person's click on the consent page. */
  'choice',
  'token',
  'tokeninfo',
  'discovery',
  'jwks',
  'browser-logout',
  'me',
  'access-token-info',
  'logout',
  'unlink',
  'scopes',
  'userinfo',
] as const;

export type EndpointName = (typeof ENDPOINTS)[number];

export function isEndpointName(value: unknown): value is EndpointName {
  return ENDPOINTS.some((name) => name === value);
}
