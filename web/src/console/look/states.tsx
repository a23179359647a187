import { Button, Skeleton } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { NoAnswerError, ProblemError } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { consolePhrases } from '../phrases.ts';

/** Nothing here, and that is said kindly and with what to do next. */
export function EmptyState({
  title,
  detail,
  action,
  isPage = false,
}: {
  title: string;
  detail?: string;
  action?: ReactNode;
  /** It is all there is on the page, and so its heading. */
  isPage?: boolean;
}) {
  return (
    <div className="state">
      <svg className="state-mark" viewBox="0 0 64 40" aria-hidden="true">
        <path d="M6 34h52M14 34V16l10-8 10 8v18M40 34V20h12v14M21 34v-8h6v8" />
      </svg>
      <StateTitle isPage={isPage}>{title}</StateTitle>
      {detail === undefined ? null : <p className="state-detail">{detail}</p>}
      {action}
    </div>
  );
}

/** Refused or failed: what happened, what to do, and a way to do it. */
export function FailedState({
  error,
  onRetry,
  isPage = false,
}: {
  error: unknown;
  onRetry?: () => void;
  isPage?: boolean;
}) {
  const t = usePhrases(consolePhrases);
  const refusal = error instanceof ProblemError ? error.problem : null;
  const title =
    refusal?.title ??
    (error instanceof NoAnswerError && error.why === 'offline' ? t('offlineTitle') : t('failedTitle'));
  const detail =
    refusal?.detail ??
    (error instanceof NoAnswerError && error.why === 'offline' ? t('offlineDetail') : t('slowDetail'));
  return (
    <div className="state" role="alert">
      <StateTitle isPage={isPage}>{title}</StateTitle>
      <p className="state-detail">{detail}</p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}

function StateTitle({ isPage, children }: { isPage: boolean; children: string }) {
  useEffect(() => {
    if (isPage) document.title = `${children} · 邻里 Linli`;
  }, [isPage, children]);
  const Title = isPage ? 'h1' : 'p';
  return <Title className="state-title">{children}</Title>;
}

export function LoadingLines({ lines = 6 }: { lines?: number }) {
  const t = usePhrases(consolePhrases);
  return (
    <div className="loading-lines" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => `line-${index}`).map((key) => (
        <Skeleton
          key={key}
          active
          avatar={{ shape: 'square' }}
          title={false}
          paragraph={{ rows: 2, width: ['62%', '38%'] }}
        />
      ))}
    </div>
  );
}

/** What a problem says, for small places (a toast, a line in a table). */
export function problemWords(error: unknown, offline: string): { title: string; detail: string } {
  if (error instanceof ProblemError) return { title: error.problem.title, detail: error.problem.detail };
  return { title: offline, detail: '' };
}
