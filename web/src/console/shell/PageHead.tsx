import { type ReactNode, useEffect } from 'react';

/** Title line of a page, and the title of the window. */
export function PageHead({
  title,
  summary,
  children,
}: {
  title: string;
  summary?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · 邻里 Linli`;
  }, [title]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {summary == null ? null : <p className="page-summary">{summary}</p>}
      </div>
      {children === undefined ? null : <div className="page-tools">{children}</div>}
    </header>
  );
}
