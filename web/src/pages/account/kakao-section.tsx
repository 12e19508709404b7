import type { User } from '@munjigi/client';
import { useState } from 'react';
import { arrival } from '../../arrival';
import { client } from '../../client';
import { useText } from '../../language/language';
import { Form } from '../../parts/form';
import { Section } from '../../parts/section';

export function KakaoSection({ user }: { user: User }) {
  const t = useText();
  const [isUnlinked, setIsUnlinked] = useState(false);
  const isLinked = user.providers.includes('kakao');
  const unlink = async () => {
    await client.call('/api/auth/kakao/link', { method: 'DELETE' });
    setIsUnlinked(true);
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
          action={() => client.linkKakao(`${location.origin}/account?linked=1`)}
        />
      )}
      <p role="status" className="done">
        {isLinked && arrival.linked && t.account.linkDone}
        {!isLinked && isUnlinked && t.account.unlinkDone}
      </p>
    </Section>
  );
}
