import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const BUILD = fileURLToPath(new URL('../../web/dist/', import.meta.url));

const OWN = [
  'api',
  'dev',
  'docs',
  'health',
  'metrics',
  'openapi\\.json',
  'socket\\.io',
  '\\.well-known',
];
// Any path whose first part is none of the server's own, so that an unknown path of the API stays an error.
const PAGE = `/:page(^(?!(?:${OWN.join('|')})$).*$)`;
const PAGES = ['/', PAGE, `${PAGE}/*`];

/**
 * Serves the demo app, where it has been built: its files, and its one page at every other path, which the app itself
 * tells apart. @returns whether there is one
 */
export async function serveDemoApp(
  app: NestFastifyApplication,
): Promise<boolean> {
  if (!existsSync(`${BUILD}index.html`)) return false;
  await app.register(fastifyStatic as never, {
    root: `${BUILD}assets`,
    prefix: '/assets/',
    // Their names change with what is in them.
    immutable: true,
    maxAge: '1y',
  });
  const fastify = app
    .getHttpAdapter()
    .getInstance() as unknown as FastifyInstance;
  for (const url of PAGES)
    fastify.get(url, { config: { isPage: true } }, sendPage);
  return true;
}

function sendPage(_request: FastifyRequest, reply: FastifyReply) {
  return reply
    .header('cache-control', 'no-cache')
    .sendFile('index.html', BUILD, { cacheControl: false });
}
