import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { Type } from 'class-transformer';
import {
  IsDuration,
  IsOrigin,
  IsOriginList,
  IsPostgresUrl,
} from './environment.validators.js';
import { MailVariables } from './mail-variables.js';

/**
 * The variables Munjigi reads, spelled as in the environment. Defaults that depend on
 * another variable are filled in by `loadConfig`; `.env.example` lists the same names.
 */
export class Environment extends MailVariables {
  /** `development`, `test` or `production`; anything else, and unset, counts as production. */
  @IsOptional()
  NODE_ENV?: string;

  /** Address to listen on. `127.0.0.1` in development, `0.0.0.0` in production. */
  @IsOptional()
  @IsNotEmpty()
  HOST?: string;

  /** Port to listen on. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 3000;

  /** Origin this server is reached at, and the tokens' `iss`. Required in production, https there. */
  @IsOptional()
  @IsOrigin()
  PUBLIC_URL?: string;

  /** Origin of the front end's pages. Default: `PUBLIC_URL`. */
  @IsOptional()
  @IsOrigin()
  WEB_URL?: string;

  /** Comma list of further exact origins allowed to call with credentials. */
  @IsOriginList()
  FRONTEND_ORIGINS = '';

  /** How many proxies stand in front; only then does `X-Forwarded-For` count. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10)
  TRUSTED_PROXY_HOPS = 0;

  /** `postgres://…`. Unset: embedded PostgreSQL, refused in production. */
  @IsOptional()
  @IsPostgresUrl()
  DATABASE_URL?: string;

  /** Connections each instance keeps at most. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  DATABASE_POOL_MAX = 10;

  /** Whether migrations run at start. */
  @IsIn(['true', 'false'])
  DB_MIGRATE = 'true';

  /** Folder of the embedded database and of the generated development secrets. */
  @IsNotEmpty()
  DATA_DIR = '.data';

  /** HMAC keys of access tokens as UTF-8, at least 32 bytes each; comma list: the first signs, all verify. */
  @ValidateIf((env: Environment) => env.JWT_ACCESS_SECRET !== undefined)
  @IsNotEmpty()
  JWT_ACCESS_SECRET?: string;

  /** HMAC keys of refresh tokens, as above; none may stand in both lists. */
  @ValidateIf((env: Environment) => env.JWT_REFRESH_SECRET !== undefined)
  @IsNotEmpty()
  JWT_REFRESH_SECRET?: string;

  /** PEM (or `@/path`) of an ES256 or RS256 key that signs access tokens instead. */
  @IsOptional()
  JWT_ACCESS_PRIVATE_KEY?: string;

  /** Further public PEMs (or `@/path`, comma list) that still verify access tokens. */
  @IsOptional()
  JWT_ACCESS_PUBLIC_KEYS?: string;

  /** Life of an access token. */
  @IsDuration()
  ACCESS_TOKEN_TTL = '10m';

  /** Idle life of a session: each refresh moves it. */
  @IsDuration()
  REFRESH_TOKEN_TTL = '7d';

  /** Absolute life of a session: nothing moves it. */
  @IsDuration()
  SESSION_MAX_AGE = '30d';

  /** How long callers racing with the same refresh token get the same successor. */
  @IsDuration({ zero: true })
  REFRESH_GRACE = '10s';

  /** Sessions a user may have; the least recently used is dropped. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  MAX_SESSIONS = 10;

  /** `SameSite` of the refresh cookie. */
  @IsIn(['strict', 'lax', 'none'])
  COOKIE_SAMESITE: 'strict' | 'lax' | 'none' = 'strict';

  /** Shortest password, in code points. */
  @Type(() => Number)
  @IsInt()
  @Min(8)
  @Max(128)
  PASSWORD_MIN_LENGTH = 8;

  /** `off` only outside production. */
  @IsIn(['on', 'off'])
  RATE_LIMIT = 'on';

  /** Least severe level that is logged. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL = 'info';

  /** Whether `/docs` and `/openapi.json` are served. Off in production unless `on`. */
  @IsOptional()
  @IsIn(['on', 'off'])
  DOCS?: string;
}
