import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { AuditRepository } from './audit/audit.repository.js';
import { UserStandingRepository } from './auth/standing/user-standing.repository.js';
import { loadDatabaseConfig } from './config/load-config.js';
import { dataSourceOptions } from './database/data-source-options.js';
import { useEmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { migrate } from './database/migrate.js';
import { cannotUseDatabase, startProblems } from './start-problems.js';
import { usernameKey } from './users/username.js';
import { UsersRepository } from './users/users.repository.js';

/** `npm run user:grant-admin -- <username>`: the only way to make the first administrator. */
async function grantAdmin(url: string, username: string): Promise<void> {
  await migrate(url);
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const users = new UsersRepository(dataSource);
  const standing = new UserStandingRepository();
  const audit = new AuditRepository(dataSource);
  try {
    await dataSource.transaction(async (manager) => {
      const user = await users.lockByUsername(manager, usernameKey(username));
      if (!user)
        throw new UsageError(`There is no user ${username}. Register first.`);
      if (user.status === 'disabled')
        throw new UsageError(
          `${username} is disabled. Enable the account first.`,
        );
      if (user.role === 'admin') return;
      await standing.update(user.id, { ...user, role: 'admin' }, manager);
      const details = { from: user.role, to: 'admin', by: 'command line' };
      const event = { type: 'role.changed', userId: user.id, details } as const;
      await audit.insert(event, manager);
    });
  } finally {
    await dataSource.destroy();
  }
}

async function run(username: string | undefined): Promise<string> {
  if (!username)
    throw new UsageError('Usage: npm run user:grant-admin -- <username>');
  const { databaseUrl, dataDir } = loadDatabaseConfig();
  const embedded = databaseUrl ? undefined : await useEmbeddedPostgres(dataDir);
  try {
    await grantAdmin(databaseUrl ?? embedded!.url, username);
    return `${username} is an administrator now.`;
  } finally {
    await embedded?.stop();
  }
}

class UsageError extends Error {}

try {
  process.stdout.write(`${await run(process.argv[2])}\n`);
} catch (error) {
  const lines =
    error instanceof UsageError
      ? [error.message]
      : startProblems(cannotUseDatabase(error));
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}
