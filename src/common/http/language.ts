export type Language = 'ko' | 'en';

/** `ko` when the first language of an Accept-Language header that we speak is Korean, otherwise `en`. */
export function preferredLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',').map((part) => {
    const [tag, ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters.find((parameter) => parameter.trim().startsWith('q='));
    return { tag: tag!.trim(), weight: q ? Number(q.trim().slice(2)) : 1 };
  });
  const spoken = ranges
    .filter(({ tag, weight }) => /^(ko|en)(-|$)/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return spoken[0]?.tag.startsWith('ko') ? 'ko' : 'en';
}
