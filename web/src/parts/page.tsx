import type { ReactNode } from 'react';

interface PageProps {
  title: string;
  /** A single form reads best in a narrow column. */
  isNarrow?: boolean;
  children: ReactNode;
}

export function Page({ title, isNarrow = false, children }: PageProps) {
  return (
    <div className={isNarrow ? 'page narrow card' : 'page'}>
      <title>{`${title} · Munjigi`}</title>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
