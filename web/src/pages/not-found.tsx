import { Link } from 'wouter';
import { useText } from '../language/language';
import { Page } from '../parts/page';

export function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t.notFound} isNarrow>
      <p>
        <Link href="/">{t.home.title}</Link>
      </p>
    </Page>
  );
}
