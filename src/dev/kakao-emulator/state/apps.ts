import type { KakaoApp, KeyKind } from '../fixtures/kakao-app.js';

/** A key together with the app it belongs to. */
export interface AppKey {
  readonly app: KakaoApp;
  readonly kind: KeyKind | 'admin';
  readonly value: string;
}

/** All registered apps, found by their keys. */
export class Apps {
  private readonly keys = new Map<string, AppKey>();

  constructor(
    readonly own: KakaoApp,
    readonly second: KakaoApp,
  ) {
    for (const app of [own, second])
      for (const [kind, value] of keysOf(app))
        this.keys.set(value, { app, kind, value });
  }

  findByKey(value: string | null): AppKey | undefined {
    return value === null ? undefined : this.keys.get(value);
  }

  keyOf(app: KakaoApp, kind: KeyKind): AppKey {
    const value = keysOf(app).find(([each]) => each === kind)?.[1] ?? '';
    return { app, kind, value };
  }

  /** True for what must never stand in an address or behind "Bearer". */
  isSecret(value: string): boolean {
    return (
      this.keys.get(value)?.kind === 'admin' ||
      value === this.own.clientSecret ||
      value === this.second.clientSecret
    );
  }
}

function keysOf(app: KakaoApp): [AppKey['kind'], string][] {
  return [
    ['rest', app.restKey],
    ['javascript', app.javascriptKey],
    ['native', app.nativeKey],
    ['admin', app.adminKey],
  ];
}
