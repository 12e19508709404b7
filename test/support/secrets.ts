export const SECRETS = {
  JWT_ACCESS_SECRET: 'access-secret-of-the-tests-0123456789abcdef',
  JWT_REFRESH_SECRET: 'refresh-secret-of-the-tests-0123456789abcdef',
};
