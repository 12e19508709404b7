import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseDuration } from './duration.js';
import { namesMailServer, parseMailbox } from './mail.js';

const VISIBLE = /^[\x21-\x7e]+$/;

/** A comma list's members, trimmed; empty ones are dropped. */
export function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The origin a text names, or undefined when it is more or less than an http(s) origin. */
export function parseOrigin(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  const bare = url.pathname === '/' && !url.search && !url.hash;
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  return web && bare && !url.username && !url.password ? url.origin : undefined;
}

/** An http(s) address without query and without slash at the end, or undefined. */
export function parseWebAddress(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, origin, pathname, search, hash } = new URL(value);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && !search && !hash
    ? origin + pathname.replace(/\/+$/, '')
    : undefined;
}

function rule(
  name: string,
  message: string,
  accepts: (value: string) => boolean,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value) => typeof value === 'string' && accepts(value),
        defaultMessage: () => message,
      },
    },
    options,
  );
}

export const IsOrigin = (): PropertyDecorator =>
  rule(
    'isOrigin',
    'must be an origin such as https://api.example.com, without path or query',
    (value) => parseOrigin(value) !== undefined,
  );

export const IsOriginList = (): PropertyDecorator =>
  rule(
    'isOriginList',
    'must be a comma list of origins such as https://app.example.com',
    (value) =>
      splitList(value).every((item) => parseOrigin(item) !== undefined),
  );

export const IsVisibleText = (): PropertyDecorator =>
  rule(
    'isVisibleText',
    'must be visible ASCII characters without spaces',
    (value) => VISIBLE.test(value),
  );

export const IsVisibleTextList = (): PropertyDecorator =>
  rule(
    'isVisibleTextList',
    'must be a comma list of visible ASCII characters without spaces',
    (value) => splitList(value).every((item) => VISIBLE.test(item)),
  );

export const IsRedirectUriList = (): PropertyDecorator =>
  rule(
    'isRedirectUriList',
    'must be a comma list of absolute addresses such as https://app.example.com/kakao',
    (value) => splitList(value).every((item) => URL.canParse(item)),
  );

export const IsWebAddress = (): PropertyDecorator =>
  rule(
    'isWebAddress',
    'must be an http(s) address without query',
    (value) => parseWebAddress(value) !== undefined,
  );

export const IsPostgresUrl = (): PropertyDecorator =>
  rule(
    'isPostgresUrl',
    'must be a URL such as postgres://user:password@host:5432/database',
    (value) =>
      URL.canParse(value) &&
      ['postgres:', 'postgresql:'].includes(new URL(value).protocol),
  );

export const IsSmtpUrl = (): PropertyDecorator =>
  rule(
    'isSmtpUrl',
    'must be a URL such as smtp://user:password@host:587 or smtps://user:password@host',
    (value) =>
      URL.canParse(value) &&
      ['smtp:', 'smtps:'].includes(new URL(value).protocol) &&
      namesMailServer(value),
  );

export const IsMailbox = (): PropertyDecorator =>
  rule(
    'isMailbox',
    'must be an address such as no-reply@example.com or Name <no-reply@example.com>',
    (value) => parseMailbox(value) !== undefined,
  );

export const IsDuration = (options = { zero: false }): PropertyDecorator =>
  rule(
    'isDuration',
    'must be a whole number followed by s, m, h or d, such as 10m',
    (value) => {
      const duration = parseDuration(value);
      return duration !== undefined && (duration > 0 || options.zero);
    },
  );
