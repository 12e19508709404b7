const MAX_SHOWN = 30;

/** A nickname fit to be looked at: no control characters, not too long. */
export function shownNickname(nickname: string): string {
  // Without the joiner (200D) a family of emoji falls apart.
  const printable = nickname.replace(/(?!\u200D)\p{C}/gu, '').trim();
  const visible = [...printable];
  return visible.length > MAX_SHOWN
    ? `${visible.slice(0, MAX_SHOWN).join('')}…`
    : visible.join('');
}
