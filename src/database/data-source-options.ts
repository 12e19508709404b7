import type { DataSourceOptions } from 'typeorm';
import { AuditEvent } from '../audit/audit-event.entity.js';
import { OneTimeToken } from '../auth/one-time-tokens/one-time-token.entity.js';
import { UsedOAuthState } from '../auth/oauth-states/used-oauth-state.entity.js';
import { QueuedMail } from '../mail/queued-mail.entity.js';
import { Identity } from '../users/identity.entity.js';
import { User } from '../users/user.entity.js';
import { CreateUsers1790000000000 } from './migrations/1790000000000-create-users.js';
import { NotifyUserChanges1790000001000 } from './migrations/1790000001000-notify-user-changes.js';
import { CreateAuditEvents1790000002000 } from './migrations/1790000002000-create-audit-events.js';
import { CreateIdentities1790000003000 } from './migrations/1790000003000-create-identities.js';
import { CreateMailOutbox1790000004000 } from './migrations/1790000004000-create-mail-outbox.js';
import { CreateOneTimeTokens1790000005000 } from './migrations/1790000005000-create-one-time-tokens.js';
import { IndexUsersForAdministrators1790000006000 } from './migrations/1790000006000-index-users-for-administrators.js';
import { TimelyClient } from './timely-client.js';

/** Entities and migrations, each named: a glob finds another set in `src` than in `dist`. */
const ENTITIES = [
  User,
  Identity,
  UsedOAuthState,
  OneTimeToken,
  QueuedMail,
  AuditEvent,
];
const MIGRATIONS = [
  CreateUsers1790000000000,
  NotifyUserChanges1790000001000,
  CreateAuditEvents1790000002000,
  CreateIdentities1790000003000,
  CreateMailOutbox1790000004000,
  CreateOneTimeTokens1790000005000,
  IndexUsersForAdministrators1790000006000,
];

/** How the application and the TypeORM command line reach the database. */
export function dataSourceOptions(url: string, poolMax = 2) {
  return {
    type: 'postgres',
    url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    synchronize: false,
    logging: false,
    applicationName: 'munjigi',
    connectTimeoutMS: 2_000,
    extra: {
      Client: TimelyClient,
      max: poolMax,
      keepAlive: true,
      // A statement that hangs gives its connection back; one more second for the answer to travel.
      statement_timeout: 3_000,
      lock_timeout: 1_000,
      query_timeout: 4_000,
      // Where the network fell silent in a transaction, the locks would be kept until the server's TCP notices, in hours.
      idle_in_transaction_session_timeout: 5_000,
    },
  } satisfies DataSourceOptions;
}
