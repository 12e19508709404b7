import type { Endpoint } from '../http/endpoint.js';
import { answerAccessTokenInfo } from './access-token-info.js';
import { answerLogout, answerUnlink } from './leave.js';
import { answerMe } from './me.js';
import { answerScopes } from './scopes.js';
import { answerUserinfo } from './userinfo.js';

/** What kapi.kakao.com answers. */
export const KAPI_ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'me',
    method: ['GET', 'POST'],
    path: '/v2/user/me',
    answer: answerMe,
  },
  {
    name: 'access-token-info',
    method: 'GET',
    path: '/v1/user/access_token_info',
    answer: answerAccessTokenInfo,
  },
  {
    name: 'logout',
    method: 'POST',
    path: '/v1/user/logout',
    answer: answerLogout,
  },
  {
    name: 'unlink',
    method: 'POST',
    path: '/v1/user/unlink',
    answer: answerUnlink,
  },
  {
    name: 'scopes',
    method: 'GET',
    path: '/v2/user/scopes',
    answer: answerScopes,
  },
  {
    name: 'userinfo',
    method: 'GET',
    path: '/v1/oidc/userinfo',
    answer: answerUserinfo,
  },
];
