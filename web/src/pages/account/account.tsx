import type { User } from '@munjigi/client';
import { useText } from '../../language/language';
import { Page } from '../../parts/page';
import { DeletionSection } from './deletion-section';
import { EmailSection } from './email-section';
import { KakaoSection } from './kakao-section';
import { PasswordSection } from './password-section';
import { ProfileSection } from './profile-section';
import { SessionsSection } from './sessions-section';

export function AccountPage({ user }: { user: User }) {
  const t = useText();
  return (
    <Page title={t.account.title}>
      <ProfileSection user={user} />
      <EmailSection user={user} />
      <PasswordSection user={user} />
      <SessionsSection />
      <KakaoSection user={user} />
      <DeletionSection user={user} />
    </Page>
  );
}
