import { useLanguage } from '../language/language';

export function Time({ at }: { at: string }) {
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
