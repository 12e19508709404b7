import type { KakaoApp } from '../fixtures/kakao-app.js';
import { idAtSecondApp, type KakaoPerson } from '../fixtures/kakao-person.js';
import type { Apps } from './apps.js';
import type { Clock } from './clock.js';

/** A person's consent to an app. */
export interface Link {
  readonly app: KakaoApp;
  readonly person: KakaoPerson;
  /** The member number of this person at this app. */
  readonly userId: string;
  readonly connectedAt: number;
  readonly scopes: ReadonlySet<string>;
}

/** Who is linked to which app. */
export class Links {
  private readonly links = new Map<string, Link>();

  constructor(
    private readonly apps: Apps,
    private readonly clock: Clock,
  ) {}

  find(app: KakaoApp, person: KakaoPerson): Link | undefined {
    return this.links.get(keyOf(app, person));
  }

  findByUserId(app: KakaoApp, userId: string): Link | undefined {
    return [...this.links.values()].find(
      (link) => link.app === app && link.userId === userId,
    );
  }

  /** Links, or adds to what had been agreed to before. */
  agree(app: KakaoApp, person: KakaoPerson, scopes: Iterable<string>): Link {
    const before = this.find(app, person);
    const link: Link = {
      app,
      person,
      userId: this.userIdOf(app, person),
      connectedAt: before?.connectedAt ?? this.clock.now(),
      scopes: new Set([...(before?.scopes ?? []), ...scopes]),
    };
    this.links.set(keyOf(app, person), link);
    return link;
  }

  /** Whoever changed at Kakao is told about as they are now. */
  refresh(person: KakaoPerson): void {
    for (const [key, link] of this.links)
      if (link.person.name === person.name)
        this.links.set(key, { ...link, person });
  }

  remove(app: KakaoApp, person: KakaoPerson): void {
    this.links.delete(keyOf(app, person));
  }

  clear(): void {
    this.links.clear();
  }

  private userIdOf(app: KakaoApp, person: KakaoPerson): string {
    return app === this.apps.second ? idAtSecondApp(person) : person.id;
  }
}

function keyOf(app: KakaoApp, person: KakaoPerson): string {
  return `${app.id}:${person.name}`;
}
