import type { Endpoint } from '../http/endpoint.js';
import { answerAuthorize } from './authorize.js';
import { answerBrowserLogout } from './browser-logout.js';
import { answerCancel, answerChoice } from './decision.js';
import {
  answerDiscovery,
  answerKeys,
  answerTokeninfo,
  noteKeyFetch,
} from './openid.js';
import { answerToken } from './token.js';
import { loseCode, noteTokenManners } from './token-manners.js';

/** What kauth.kakao.com answers. */
export const KAUTH_ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'authorize',
    method: 'GET',
    path: '/oauth/authorize',
    answer: answerAuthorize,
  },
  {
    name: 'choice',
    method: 'GET',
    path: '/oauth/authorize/choose',
    answer: answerChoice,
  },
  {
    name: 'choice',
    method: 'GET',
    path: '/oauth/authorize/cancel',
    answer: answerCancel,
  },
  {
    name: 'token',
    method: 'POST',
    path: '/oauth/token',
    arrived: noteTokenManners,
    lost: loseCode,
    answer: answerToken,
  },
  {
    name: 'tokeninfo',
    method: 'POST',
    path: '/oauth/tokeninfo',
    answer: answerTokeninfo,
  },
  {
    name: 'browser-logout',
    method: 'GET',
    path: '/oauth/logout',
    answer: answerBrowserLogout,
  },
  {
    name: 'discovery',
    method: 'GET',
    path: '/.well-known/openid-configuration',
    answer: answerDiscovery,
  },
  {
    name: 'jwks',
    method: 'GET',
    path: '/.well-known/jwks.json',
    arrived: noteKeyFetch,
    answer: answerKeys,
  },
];
