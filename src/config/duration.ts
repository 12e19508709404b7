const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const TEN_YEARS_MS = 3_650 * UNIT_MS.d;

/** Reads `<integer>s|m|h|d` as milliseconds; undefined when it is anything else or beyond ten years. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,10})([smhd])$/.exec(text);
  if (!match) return undefined;
  const duration = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  return duration <= TEN_YEARS_MS ? duration : undefined;
}
