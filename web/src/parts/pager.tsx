import { useText } from '../language/language';
import { Button } from './button';

interface PagerProps {
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
}

export function Pager({ previous, next }: PagerProps) {
  const t = useText();
  if (!previous && !next) return null;
  return (
    <nav className="row" aria-label={t.pages}>
      <Button kind="quiet" onClick={previous} disabled={!previous}>
        {t.previous}
      </Button>
      <Button kind="quiet" onClick={next} disabled={!next}>
        {t.next}
      </Button>
    </nav>
  );
}
