import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { Form } from '../parts/form';
import { Page } from '../parts/page';
import { followUp } from '../session/follow-up';
import { useMailToken } from '../session/use-mail-token';

/** Where the mail to a new address leads. Loading it does nothing: the scanners of mailboxes open links, too. */
export function VerifyEmailPage() {
  const t = useText();
  const { token, isUsed, onUsed } = useMailToken();
  const verify = async () => {
    await client.call('/api/auth/email/verify', { body: { token } });
    onUsed();
    await followUp();
  };
  return (
    <Page title={t.verify.title} isNarrow>
      {token ? (
        <Form submit={t.verify.submit} action={verify} />
      ) : (
        <p role="status" className={isUsed ? 'done' : undefined}>
          {isUsed ? t.verify.done : t.linkMissing}
        </p>
      )}
      <p className="links">
        <Link href="/account">{t.account.title}</Link>
      </p>
    </Page>
  );
}
