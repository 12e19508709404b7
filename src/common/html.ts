const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is markup already. */
export class Html {
  constructor(readonly markup: string) {}
}

type Piece = string | Html | readonly Html[];

/** Markup in which every plain string is escaped. */
export function html(
  texts: TemplateStringsArray,
  ...pieces: readonly Piece[]
): Html {
  const markup = texts.map((text, at) => text + markupOf(pieces[at] ?? ''));
  return new Html(markup.join(''));
}

function markupOf(piece: Piece): string {
  if (typeof piece === 'string')
    return piece.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
  if (piece instanceof Html) return piece.markup;
  return piece.map(({ markup }) => markup).join('');
}
