import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../language/language';
import { ArrivalNotice } from './arrival-notice';
import { Header } from './header';

/** What is around every page. */
export function Layout({ children }: { children: ReactNode }) {
  const t = useText();
  useHeadingFocus();
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <ArrivalNotice />
        {children}
      </main>
    </>
  );
}

/** Who goes to another page by keyboard or hears it read goes on from its heading, as after a real page load. */
function useHeadingFocus(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== path) document.querySelector('h1')?.focus();
    shown.current = path;
  }, [path]);
}
