import type { User } from '@munjigi/client';
import { client } from '../../client';
import { useText } from '../../language/language';
import { Form } from '../../parts/form';
import { Section } from '../../parts/section';

export function KakaoSection({ user }: { user: User }) {
  const t = useText();
  const isLinked = user.providers.includes('kakao');
  const unlink = async () => {
    await client.call('/api/auth/kakao/link', { method: 'DELETE' });
    await client.reload();
  };
  return (
    <Section title={t.account.kakao}>
      <p>{isLinked ? t.account.linked : t.account.notLinked}</p>
      {isLinked ? (
        <Form
          key="unlink"
          kind="quiet"
          submit={t.account.unlink}
          action={unlink}
        />
      ) : (
        <Form
          key="link"
          kind="quiet"
          submit={t.account.link}
          action={() => client.linkKakao()}
        />
      )}
    </Section>
  );
}
