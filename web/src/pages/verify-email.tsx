import { Link } from 'wouter';
import { arrival } from '../arrival';
import { client } from '../client';
import { useText } from '../language/language';
import { Form } from '../parts/form';
import { Page } from '../parts/page';
import { followUp } from '../session/follow-up';

/** Where the mail to a new address leads. Loading it does nothing: the scanners of mailboxes open links, too. */
export function VerifyEmailPage() {
  const t = useText();
  const { token } = arrival;
  const verify = async () => {
    await client.call('/api/auth/email/verify', { body: { token } });
    await followUp();
  };
  return (
    <Page title={t.verify.title} isNarrow>
      {token === null ? (
        <p>{t.linkMissing}</p>
      ) : (
        <Form submit={t.verify.submit} done={t.verify.done} action={verify} />
      )}
      <p className="links">
        <Link href="/account">{t.account.title}</Link>
      </p>
    </Page>
  );
}
