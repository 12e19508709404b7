import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { PEOPLE } from '../fixtures/people.js';

/** Everybody who has a Kakao account here. */
export class PeopleRegister {
  private readonly byName = new Map<string, KakaoPerson>();

  constructor() {
    this.clear();
  }

  get all(): KakaoPerson[] {
    return [...this.byName.values()];
  }

  find(name: string): KakaoPerson | undefined {
    return this.byName.get(name);
  }

  get(name: string): KakaoPerson {
    const person = this.find(name);
    if (!person) throw new Error(`The emulator knows nobody named "${name}".`);
    return person;
  }

  /** Adds somebody, or changes whoever has that name. */
  put(person: KakaoPerson): void {
    if (!/^[1-9][0-9]{0,18}$/.test(person.id))
      throw new Error(`"${person.id}" is no member number.`);
    this.byName.set(person.name, person);
  }

  clear(): void {
    this.byName.clear();
    for (const person of PEOPLE) this.byName.set(person.name, person);
  }
}
