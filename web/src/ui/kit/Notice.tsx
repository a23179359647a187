import type { ReactNode } from 'react';
import { NoAnswerError, ProblemError } from '../api/problem.ts';
import { usePhrases } from '../i18n/language.ts';
import { Button } from './Button.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { kitPhrases } from './kit-phrases.ts';

const icons = { plain: 'info', mistake: 'warning', wait: 'waiting', good: 'check' } as const satisfies Record<
  string,
  IconName
>;

export function Notice({
  kind = 'plain',
  icon,
  title,
  children,
  actions,
  role,
}: {
  kind?: keyof typeof icons;
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: 'alert' | 'status';
}) {
  return (
    <div className={`notice is-${kind}`} role={role}>
      <Icon name={icon ?? icons[kind]} />
      <div>
        {title && <strong>{title}</strong>}
        {children}
        {actions && <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}

/** What went wrong in the words of the server (or of the missing connection), and what to do, in place. */
export function ErrorNotice({
  error,
  onRetry,
  actions,
}: {
  error: unknown;
  onRetry?: () => void;
  actions?: ReactNode;
}) {
  const t = usePhrases(kitPhrases);
  const words = useErrorWords()(error);
  return (
    <Notice
      kind="mistake"
      role="alert"
      icon={error instanceof NoAnswerError ? 'offline' : 'warning'}
      title={words.title}
      actions={
        onRetry || actions ? (
          <>
            {onRetry && (
              <Button icon="redo" onClick={onRetry}>
                {t('tryAgain')}
              </Button>
            )}
            {actions}
          </>
        ) : undefined
      }
    >
      <p>{words.text}</p>
      {words.more.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </Notice>
  );
}

export function useErrorWords(): (error: unknown) => { title: string; text: string; more: string[] } {
  const t = usePhrases(kitPhrases);
  return (error) => {
    if (error instanceof ProblemError) {
      const { title, detail, errors = [] } = error.problem;
      return { title, text: detail, more: errors.map((one) => one.message) };
    }
    if (error instanceof NoAnswerError) {
      return error.why === 'slow'
        ? { title: t('slowTitle'), text: t('slowText'), more: [] }
        : { title: t('offlineTitle'), text: t('offlineText'), more: [] };
    }
    return { title: t('failedTitle'), text: t('failedText'), more: [] };
  };
}
