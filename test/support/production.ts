/** What production asks for, and no more. Each value is fit to be searched for in the output. */
export function productionEnv(
  databaseUrl: string,
  port: number,
): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: 'https://api.munjigi.test',
    DATABASE_URL: databaseUrl,
    JWT_ACCESS_SECRET: 'Zk3v-production-access-secret-of-the-tests',
    JWT_REFRESH_SECRET: 'Qx9w-production-refresh-secret-of-the-tests',
  };
}
