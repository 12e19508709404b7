/** `broken`: something will not work. `warning`: it works, but worse or less safely than it could. */
export type Level = 'fine' | 'warning' | 'broken';

/** One thing the doctor saw. Holds no secret's value: it is printed. */
export interface Finding {
  readonly level: Level;
  readonly ko: string;
  readonly en: string;
  /** What to set, such as `COOKIE_SAMESITE=none`; a line each. */
  readonly fix?: string;
}
