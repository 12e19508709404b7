import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { IS_PUBLIC } from '../src/auth/decorators/public.decorator.js';
import { startServer, type TestServer } from './support/server.js';

const SRC = resolve(import.meta.dirname, '../src');

describe('the house', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('opens exactly these routes to callers without an access token', () => {
    // A feature's own public routes are its own business.
    const ours = publicRoutes(server).filter((route) =>
      / (auth|users|health|\.well-known)\//.test(route),
    );
    expect(ours.sort()).toEqual([
      'GET .well-known/jwks.json',
      'GET auth/kakao',
      'GET auth/kakao/callback',
      'GET auth/kakao/webhooks/unlink',
      'GET health/live',
      'GET health/ready',
      'POST auth/email/verify',
      'POST auth/kakao',
      'POST auth/kakao/webhooks/unlink',
      'POST auth/login',
      'POST auth/logout',
      'POST auth/password/forgot',
      'POST auth/password/reset',
      'POST auth/refresh',
      'POST auth/register',
      'POST auth/token/verify',
    ]);
  });

  it('has migrations that make what the entities say', async () => {
    const log = await server.app
      .get(DataSource)
      .driver.createSchemaBuilder()
      .log();
    expect(log.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has migrations that can be reverted and run again', async () => {
    const dataSource = server.app.get(DataSource);
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    const tables = await dataSource.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    expect(tables).toEqual([]);
    expect(await dataSource.runMigrations()).toHaveLength(
      dataSource.migrations.length,
    );
  });

  it('has no index on what a login or a refresh writes', async () => {
    const indexes = await server.app
      .get(DataSource)
      .query<{ indexdef: string }[]>(
        `SELECT indexdef FROM pg_indexes WHERE tablename = 'users'`,
      );
    expect(indexes.length).toBeGreaterThan(4);
    for (const { indexdef } of indexes)
      expect(indexdef).not.toMatch(/refresh_tokens|last_login_at/);
  });

  it('imports downwards only', () => {
    const upward = sourceFiles().flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(file, target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it('loads nothing of development, and no library that only some need, before it is known to be needed', () => {
    const loaded = loadedFrom('main.ts', 'serve.ts');
    expect(loaded).toContain('auth/dto/login.dto.ts');
    expect(
      loaded.filter((name) => /^(dev\/.*|nodemailer)$/.test(name)),
    ).toEqual([]);
  });
});

/** A folder may import those below it. What is not named is a feature: above auth, and strange to every other feature. */
const FLOORS: Record<string, number> = {
  config: 0,
  common: 0,
  users: 1,
  audit: 1,
  mail: 2,
  auth: 3,
  database: 5,
  '.': 6,
};
const FEATURE = 4;

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return true;
  // Everybody reads the configuration; it reads nobody.
  if (to === 'config' && from !== 'common') return true;
  return (FLOORS[to] ?? FEATURE) < (FLOORS[from] ?? FEATURE);
}

function roomOf(file: string): string {
  return file.includes('/') ? file.split('/')[0]! : '.';
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, specifier]) =>
    relative(SRC, resolve(SRC, dirname(file), specifier!)),
  );
}

/** The files of ours and the packages that these import before anything runs; `import()` waits. */
function loadedFrom(...roots: string[]): string[] {
  const loaded = new Set(roots);
  for (const file of loaded) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(SRC, file), 'utf8');
    for (const [, specifier] of text.matchAll(
      /^(?:import|export) (?!type )(?:[^;]*? from )?'([^']+)';$/gm,
    ))
      loaded.add(
        specifier!.startsWith('.')
          ? relative(SRC, resolve(SRC, dirname(file), specifier!)).replace(
              /\.js$/,
              '.ts',
            )
          : specifier!,
      );
  }
  return [...loaded];
}

function publicRoutes({ app }: TestServer): string[] {
  const scanner = new MetadataScanner();
  return [...app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) =>
      scanner
        .getAllMethodNames(metatype!.prototype as object)
        .flatMap((name) => {
          const handler = (metatype!.prototype as Record<string, object>)[
            name
          ]!;
          const path = Reflect.getMetadata(PATH_METADATA, handler) as
            string | undefined;
          if (path === undefined) return [];
          const isPublic: unknown =
            Reflect.getMetadata(IS_PUBLIC, handler) ??
            Reflect.getMetadata(IS_PUBLIC, metatype!);
          const method =
            RequestMethod[
              Reflect.getMetadata(METHOD_METADATA, handler) as number
            ];
          const prefix = Reflect.getMetadata(
            PATH_METADATA,
            metatype!,
          ) as string;
          return isPublic
            ? [
                `${method} ${[prefix, path].filter((part) => part !== '/').join('/')}`,
              ]
            : [];
        }),
    );
}
