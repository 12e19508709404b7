import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config, type KakaoConfig } from '../../config/config.js';
import { type KakaoAnswer, type KakaoCall, KakaoHttp } from './kakao-http.js';
import { isKakaoId, type KakaoProfile, readProfile } from './kakao-profile.js';
import { codeOf, kakaoFailure, kakaoRefusal } from './kakao-refusal.js';

export interface KakaoCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier?: string | undefined;
}

export interface KakaoTokens {
  readonly accessToken: string;
  /** There when OpenID Connect is on in Kakao's console. */
  readonly idToken: string | undefined;
}

const ALREADY_GONE = new Set(['-101', '-401']);

/** Kakao's API. Every call throws kakao_rejected or kakao_unavailable, and kakao_disabled where no app is configured. */
@Injectable()
export class KakaoClient {
  constructor(
    private readonly http: KakaoHttp,
    private readonly config: Config,
  ) {}

  async redeem(
    { code, redirectUri, codeVerifier }: KakaoCode,
    deadline: AbortSignal,
  ): Promise<KakaoTokens> {
    const { authUrl, clientId, clientSecret } = this.app;
    const body = await this.ask(
      {
        url: `${authUrl}/oauth/token`,
        form: {
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uri: redirectUri,
          code,
          ...(codeVerifier && { code_verifier: codeVerifier }),
        },
      },
      deadline,
    );
    const { access_token, id_token } = body;
    if (typeof access_token !== 'string' || access_token === '')
      throw unreadable();
    return {
      accessToken: access_token,
      idToken: typeof id_token === 'string' ? id_token : undefined,
    };
  }

  /** The person and the app an access token was made for, which /v2/user/me does not tell. */
  async tokenInfo(
    accessToken: string,
    deadline: AbortSignal,
  ): Promise<{ id: string; appId: string }> {
    const url = `${this.app.apiUrl}/v1/user/access_token_info`;
    const authorization = `Bearer ${accessToken}`;
    const { id, app_id } = await this.ask({ url, authorization }, deadline);
    if (!isKakaoId(id) || typeof app_id !== 'string') throw unreadable();
    return { id, appId: app_id };
  }

  profile(accessToken: string, deadline: AbortSignal): Promise<KakaoProfile> {
    const authorization = `Bearer ${accessToken}`;
    return this.readProfile({ url: this.meUrl, authorization }, deadline);
  }

  /** Undefined where there is no admin key to ask with. */
  async profileById(
    id: string,
    deadline: AbortSignal,
  ): Promise<KakaoProfile | undefined> {
    const { adminKey } = this.app;
    if (!adminKey) return undefined;
    const form = { target_id_type: 'user_id', target_id: id };
    const authorization = `KakaoAK ${adminKey}`;
    return this.readProfile({ url: this.meUrl, authorization, form }, deadline);
  }

  /** Tells Kakao that the person left; one who is gone there already has left too. Without an app or its admin key nothing is told. */
  async unlink(id: string, deadline: AbortSignal): Promise<void> {
    const { apiUrl, adminKey } = this.config.kakao ?? {};
    if (!adminKey) return;
    const form = { target_id_type: 'user_id', target_id: id };
    const authorization = `KakaoAK ${adminKey}`;
    const url = `${apiUrl}/v1/user/unlink`;
    const answer = await this.http.send({ url, authorization, form }, deadline);
    if (answer.status !== 200 && !ALREADY_GONE.has(codeOf(answer) ?? ''))
      throw kakaoFailure(answer);
  }

  /** The keys id_tokens are signed with, as Kakao publishes them. */
  keySet(deadline: AbortSignal): Promise<Record<string, unknown>> {
    const url = `${this.app.authUrl}/.well-known/jwks.json`;
    return this.ask({ url }, deadline);
  }

  private get app(): KakaoConfig {
    if (!this.config.kakao) throw new CodedException('kakao_disabled');
    return this.config.kakao;
  }

  private get meUrl(): string {
    return `${this.app.apiUrl}/v2/user/me?secure_resource=true`;
  }

  private async readProfile(
    call: KakaoCall,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const profile = readProfile(await this.ask(call, deadline));
    if (!profile) throw unreadable();
    return profile;
  }

  private async ask(
    call: KakaoCall,
    deadline: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const answer: KakaoAnswer = await this.http.send(call, deadline);
    // Of an admin key -401 says that ours is wrong, not that the person's token is.
    const isOurKey = call.authorization?.startsWith('KakaoAK ') ?? false;
    if (isOurKey && codeOf(answer) === '-401') throw kakaoFailure(answer);
    if (answer.status !== 200) throw kakaoRefusal(answer);
    return Object(answer.body) as Record<string, unknown>;
  }
}

function unreadable(): CodedException {
  const cause = new Error('Kakao answered something else than documented');
  return new CodedException('kakao_unavailable', { cause });
}
