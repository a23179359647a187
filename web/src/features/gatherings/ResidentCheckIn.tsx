import './resident-gatherings.css';
import { useEffect, useEffectEvent, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { askForBackgroundSync, outbox, useWaiting } from '../../resident/offline/outbox.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { type CheckedIn, checkIn, checkInPath, currentCity, NoAnswerError } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Bones, Button, buttonClass, Field, Icon, Notice } from '../../ui/kit/index.ts';
import { setPreferences, usePreferences } from '../../ui/preferences.ts';
import { useMyWaiting, useSession } from '../session/resident-session.ts';
import { useGathering } from './ResidentGathering.tsx';
import { useResidentDeed } from './resident-deed.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

const purpose = 'check-in';

/**
 * Where the code on the wall leads: whoever is signed in is here at once; others sign in first. Without signal the code is
 * kept and goes by itself later.
 */
export function ResidentCheckIn({ gatheringId }: { gatheringId: string }) {
  const t = usePhrases(residentGatheringPhrases);
  const marks = useMarks();
  const label = useLabel();
  const [search] = useSearchParams();
  const scanned = search.get('code') ?? '';
  const { city } = usePreferences();
  const session = useSession();
  const view = useGathering(gatheringId).data?.gathering;
  const [code, setCode] = useState(scanned);
  const [mistake, setMistake] = useState<string>();
  const [isHere, setHere] = useState(false);
  const title = view === undefined ? t('checkIn') : label(view.title);
  const path = checkInPath(gatheringId);
  const kept = useMyWaiting().find((item) => item.path === path);
  const wentOut = useWaiting().sent.some(
    (one) => one.purpose === purpose && (one.reply as CheckedIn | null)?.gatheringId === gatheringId,
  );
  const send = async (commandId: string): Promise<'here' | 'kept'> => {
    const waits = (await outbox.list().catch(() => [])).some(
      (item) => item.path === path && item.refusal === null,
    );
    if (waits) return 'kept';
    try {
      await checkIn(gatheringId, { commandId, code: code.trim() });
      return 'here';
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      // The same command: where only the answer was lost, it has been done.
      await outbox.put({
        commandId,
        city: currentCity(),
        person: session.data?.person?.personId ?? null,
        path,
        body: { code: code.trim(), scannedAt: new Date().toISOString() },
        photos: [],
        title: `${t('checkIn')}${marks.colon}${title}`,
        purpose,
      });
      void askForBackgroundSync();
      return 'kept';
    }
  };
  const deed = useResidentDeed(send, (outcome) => {
    if (outcome === 'here') setHere(true);
  });
  // Whoever never chose a city is in the one whose code they scanned.
  const scannedCity = search.get('city');
  useEffect(() => {
    if (city === null && scannedCity !== null) setPreferences({ city: scannedCity });
  }, [city, scannedCity]);
  const onScanned = useEffectEvent(() => deed.run());
  const isKnown = session.data !== undefined;
  // Scanning is saying so: no second press.
  useEffect(() => {
    if (isKnown && scanned !== '') onScanned();
  }, [isKnown, scanned]);
  if (kept !== undefined && kept.refusal === null) {
    return (
      <Page title={t('checkIn')} back={`/gatherings/${gatheringId}`}>
        <div className="here" role="status">
          <Icon name="waiting" />
          <h2>{t('keptCode')}</h2>
          <p>{title}</p>
          <p className="muted">{t('keptCodeText')}</p>
        </div>
      </Page>
    );
  }
  if (isHere || wentOut || view?.mine.wasThere) {
    return (
      <Page title={t('checkedIn')} back="/calendar">
        <div className="here" role="status">
          <Icon name="check" />
          <h2>{t('checkedIn')}</h2>
          <p>{title}</p>
          <Link to={`/gatherings/${gatheringId}`} className={buttonClass({ primary: true, wide: true })}>
            {t('toGathering')}
          </Link>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('checkIn')} back={`/gatherings/${gatheringId}`}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMistake(code.trim().length < 4 ? t('codeMissing') : undefined);
          if (code.trim().length >= 4) deed.run();
        }}
      >
        <h2>{title}</h2>
        {deed.busy && scanned !== '' ? <Bones lines={2} /> : null}
        <Field label={t('code')} hint={t('codeHint')} mistake={mistake} required>
          {(control) => (
            <input
              {...control}
              className="input code-input"
              autoCapitalize="characters"
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" primary wide busy={deed.busy}>
          {t('iAmHere')}
        </Button>
        {deed.notice}
        {kept?.refusal != null && (
          <Notice kind="mistake" title={t('keptCodeRefused')}>
            <p>{kept.refusal.detail ?? kept.refusal.title}</p>
          </Notice>
        )}
      </form>
    </Page>
  );
}
