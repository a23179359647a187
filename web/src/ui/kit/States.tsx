import type { ReactNode } from 'react';
import { usePhrases } from '../i18n/language.ts';
import { Icon, type IconName } from './Icon.tsx';
import { kitPhrases } from './kit-phrases.ts';

/** Nothing here yet: says why and what one can do. */
export function Blank({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="blank">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

const boneWidths = ['92%', '76%', '58%', '84%', '70%', '50%'];

/** Grey lines where words will stand, so that nothing jumps when they come. */
export function Bones({ lines = 3 }: { lines?: number }) {
  const t = usePhrases(kitPhrases);
  return (
    <div role="status" className="stack">
      <span className="for-ears">{t('loading')}</span>
      {boneWidths.slice(0, lines).map((width) => (
        <span key={width} className="bone" style={{ width }} />
      ))}
    </div>
  );
}
