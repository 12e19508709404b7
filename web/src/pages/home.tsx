import type { User } from '@munjigi/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { client } from '../client';
import { useAction } from '../data/use-action';
import { useText } from '../language/language';
import { Button } from '../parts/button';
import { ErrorAlert } from '../parts/error-alert';
import { Page } from '../parts/page';
import { Section } from '../parts/section';

export function HomePage({ user }: { user: User }) {
  const t = useText();
  return (
    <Page title={t.home.hello(user.nickname)}>
      {user.email && !user.emailVerified && (
        <p className="notice">
          {t.home.unverified} <Link href="/account">{t.account.title}</Link>
        </p>
      )}
      <ProtectedCall />
    </Page>
  );
}

/** Any call to a route that needs a login: the client sees to the token. */
function ProtectedCall() {
  const t = useText();
  const [answer, setAnswer] = useState<User>();
  const { run, isPending, error } = useAction(async () =>
    setAnswer(await client.call<User>('/api/users/me')),
  );
  return (
    <Section title={t.home.protected}>
      <p>{t.home.about}</p>
      <Button onClick={run} isPending={isPending}>
        {t.home.ask}
      </Button>
      <ErrorAlert error={error} />
      <output>{answer && <pre>{JSON.stringify(answer, null, 2)}</pre>}</output>
    </Section>
  );
}
