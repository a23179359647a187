import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useSavePreferences } from '../../features/session/resident-session.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Icon, IconButton } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { residentPhrases } from '../phrases.ts';
import { OfflineBanner } from './OfflineBanner.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { TabBar } from './TabBar.tsx';

/** Addresses shown since the page was loaded: deep links (QR codes, messages) have none of ours before them. */
let shownCount = 0;
let shownLast = '';

/**
 * The frame of every page: bar with title and the switch to large type, the content, the tabs. The title gets the
 * focus after a change of page, so that a screen reader says where one is.
 */
export function Page({
  title,
  back,
  children,
  foot,
  heading,
}: {
  title: string;
  /** Where the back button leads when there is no page before; absent: a main page. */
  back?: string;
  children: ReactNode;
  /** Stays at the lower edge instead of the tabs. */
  foot?: ReactNode;
  /** Replaces the plain title in the bar. */
  heading?: ReactNode;
}) {
  const t = usePhrases(residentPhrases);
  const { largeType } = usePreferences();
  const save = useSavePreferences();
  const [location, navigate] = useLocation();
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === t('brand') ? title : `${title} · ${t('brand')}`;
  }, [title, t]);
  useEffect(() => {
    window.scrollTo(0, 0);
    if (shownLast !== location) shownCount += 1;
    shownLast = location;
    if (shownCount > 1) h1.current?.focus({ preventScroll: true });
  }, [location]);
  const goBack = () => {
    if (shownCount > 1) history.back();
    else navigate(back ?? '/', { replace: true });
  };
  return (
    <div className={foot ? 'page has-foot' : 'page'}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="bar">
        {back === undefined ? null : <IconButton icon="back" label={t('back')} onClick={goBack} />}
        <div className="bar-title">
          <h1 ref={h1} tabIndex={-1}>
            {heading ?? title}
          </h1>
        </div>
        {largeType && <ReadAloud />}
        <button
          type="button"
          className="bar-button"
          aria-pressed={largeType}
          onClick={() => save({ largeType: !largeType })}
        >
          <Icon name="type" />
          <span>{largeType ? t('largeOff') : t('largeOn')}</span>
        </button>
      </header>
      <OfflineBanner />
      <main id="content" className="content">
        {children}
      </main>
      {foot ? <div className="foot">{foot}</div> : <TabBar />}
    </div>
  );
}
