/** A user as the server shows them. */
export interface User {
  id: string;
  username: string | null;
  nickname: string;
  email: string | null;
  emailVerified: boolean;
  role: 'user' | 'admin';
  /** Ways this user can log in. */
  providers: ('local' | 'kakao')[];
  createdAt: string;
}

/** What a login or a refresh answers. */
export interface Tokens {
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds the access token lives. */
  expiresIn: number;
  user: User;
  /** Only in body transport. */
  refreshToken?: string;
  /** Only after a login with Kakao. */
  isNewUser?: boolean;
}

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/** Where an app without a cookie jar keeps its refresh token: the keychain of the phone, a file only its owner reads. */
export interface RefreshTokenStorage {
  get(): Promise<string | null> | string | null;
  set(refreshToken: string): Promise<void> | void;
  remove(): Promise<void> | void;
}
