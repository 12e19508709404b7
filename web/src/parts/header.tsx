import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { client } from '../client';
import { useAction } from '../data/use-action';
import { useLanguage, useText } from '../language/language';
import { leave } from '../session/farewell';
import { useSession } from '../session/session';
import { ErrorAlert } from './error-alert';

export function Header() {
  const [path] = useLocation();
  const { run, error, forget } = useAction(() =>
    leave('loggedOut', () => client.logout()),
  );
  useEffect(forget, [path, forget]);
  useEffect(() => {
    // What could not be reached then may be now.
    addEventListener('online', forget);
    return () => removeEventListener('online', forget);
  }, [forget]);
  return (
    <header>
      <div className="bar">
        <Link href="/" className="brand">
          <span lang="ko">문지기</span> Munjigi
        </Link>
        <LanguageButton />
        <Navigation onLogout={run} />
      </div>
      <ErrorAlert error={error} />
    </header>
  );
}

function Navigation({ onLogout }: { onLogout: () => void }) {
  const t = useText();
  const user = useSession();
  return (
    <nav aria-label={t.navigation}>
      {user ? (
        <>
          <NavLink href="/account">{t.account.title}</NavLink>
          {user.role === 'admin' && (
            <NavLink href="/admin">{t.admin.title}</NavLink>
          )}
          <button type="button" className="plain" onClick={onLogout}>
            {t.logout}
          </button>
        </>
      ) : (
        <>
          <NavLink href="/login">{t.login.title}</NavLink>
          <NavLink href="/register">{t.register.title}</NavLink>
        </>
      )}
    </nav>
  );
}

function NavLink({ href, children }: { href: string; children: string }) {
  const [path] = useLocation();
  return (
    <Link href={href} aria-current={path === href ? 'page' : undefined}>
      {children}
    </Link>
  );
}

function LanguageButton() {
  const { language, setLanguage } = useLanguage();
  return language === 'ko' ? (
    <button
      type="button"
      className="plain"
      lang="en"
      onClick={() => setLanguage('en')}
    >
      English
    </button>
  ) : (
    <button
      type="button"
      className="plain"
      lang="ko"
      onClick={() => setLanguage('ko')}
    >
      한국어
    </button>
  );
}
