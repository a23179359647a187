import './report.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { askForBackgroundSync, outbox } from '../../resident/offline/outbox.ts';
import { Page } from '../../resident/shell/Page.tsx';
import {
  type CaseReply,
  fieldMessage,
  getSpot,
  isReachable,
  newCommandId,
  openCasePath,
  type Problem,
  ProblemError,
  suggestCategory,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, ErrorNotice, Notice } from '../../ui/kit/index.ts';
import { setPreferences } from '../../ui/preferences.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundLevel } from '../areas/levels.ts';
import { ResidentPhotoField } from '../photos/ResidentPhotoField.tsx';
import { usePhotoUploads } from '../photos/use-photo-uploads.ts';
import { ResidentSignIn } from '../session/ResidentSignIn.tsx';
import { useHomeCode, useModel, useSession } from '../session/resident-session.ts';
import { ResidentAskField } from './ResidentAskField.tsx';
import { ResidentCategoryField } from './ResidentCategoryField.tsx';
import { ResidentDangerField } from './ResidentDangerField.tsx';
import { ResidentPlaceField } from './ResidentPlaceField.tsx';
import { ResidentSimilar } from './ResidentSimilar.tsx';
import { draftTitle, findMissing, type Kind, toOpenCase, wordsOf } from './report-draft.ts';
import { reportPhrases } from './resident-phrases.ts';
import { type DraftHandle, useDraft } from './use-draft.ts';

/** Opening a case: photo first, a sentence, the place, sent in half a minute, with or without a network. */
export function ResidentReport({ kindKey, spotCode }: { kindKey?: string; spotCode?: string }) {
  const t = usePhrases(reportPhrases);
  const label = useLabel();
  const model = useModel();
  if (model.data === undefined) {
    return (
      <Page title={t('send')} back="/">
        {model.error ? (
          <ErrorNotice error={model.error} onRetry={() => void model.refetch()} />
        ) : (
          <Bones lines={6} />
        )}
      </Page>
    );
  }
  const { kinds } = model.data;
  const kind = kindKey
    ? kinds.find((one) => one.key === kindKey)
    : (kinds.find((one) => one.mayOpen && one.account !== 'required') ?? kinds.find((one) => one.mayOpen));
  // Who is not signed in may begin a kind that needs an account; they are asked for it when they send.
  if (kind === undefined || (!kind.mayOpen && kind.account !== 'required')) {
    return (
      <Page title={kind ? label(kind.title) : t('mayNot')} back="/">
        <Blank icon="info" title={t('mayNot')}>
          {t('mayNotText')}
        </Blank>
      </Page>
    );
  }
  return <DraftOf key={kind.key} kind={kind} problems={model.data.problems} spotCode={spotCode ?? null} />;
}

type Problems = Parameters<typeof ResidentCategoryField>[0]['problems'];

function DraftOf({ kind, problems, spotCode }: { kind: Kind; problems: Problems; spotCode: string | null }) {
  const label = useLabel();
  const handle = useDraft(kind.key);
  if (handle.draft === null) {
    return (
      <Page title={label(kind.title)} back="/">
        <Bones lines={6} />
      </Page>
    );
  }
  return <Form kind={kind} problems={problems} spotCode={spotCode} handle={handle} draft={handle.draft} />;
}

function Form({
  kind,
  problems,
  spotCode,
  handle,
  draft,
}: {
  kind: Kind;
  problems: Problems;
  spotCode: string | null;
  handle: DraftHandle;
  draft: NonNullable<DraftHandle['draft']>;
}) {
  const t = usePhrases(reportPhrases);
  const label = useLabel();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const session = useSession();
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const [signingIn, setSigningIn] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { change } = handle;
  const asks = inOrder(kind);
  const homeCode = useHomePlace(handle, draft, spotCode);
  const spotState = useSpot(handle, spotCode);
  const uploads = usePhotoUploads(draft.photos, draft.city, (key, news) =>
    change((before) => ({
      photos: before.photos.map((photo) => (photo.key === key ? { ...photo, ...news } : photo)),
    })),
  );
  const words = useDebounced(wordsOf(draft, asks), 500);
  const suggestion = useSuggestion(kind, words, handle, draft);
  const needsAccount = kind.account === 'required' && session.data !== undefined && !session.data.person;

  const mistakeAt = (key: string, pointer: string) => missing[key] ?? fieldMessage(error, pointer);

  const send = async () => {
    const present = handle.now();
    if (present === null || sending) return;
    const gaps = findMissing(present, asks);
    const said = Object.fromEntries(
      gaps.map(({ key, phrase, ...data }) => {
        const field = label(asks.find((ask) => ask.key === key)?.title);
        return [key, t(phrase, { field, ...data })];
      }),
    );
    setMissing(said);
    setError(null);
    if (gaps.length > 0) {
      focusField(form.current, gaps[0]?.key ?? '');
      return;
    }
    if (needsAccount && isReachable()) {
      setSigningIn(true);
      return;
    }
    setSending(true);
    uploads.stop();
    try {
      await handOver();
    } catch (failure) {
      setError(failure);
    }
    setSending(false);
  };

  /** Into the outbox first, whatever happens next: from there it goes now or later, once. */
  const handOver = async () => {
    const present = handle.now();
    if (present === null) return;
    const { commandId } = present;
    const city = present.city ?? session.data?.city.key ?? null;
    await outbox.put({
      commandId,
      city,
      person: session.data?.person?.personId ?? null,
      path: openCasePath,
      body: toOpenCase(present, asks),
      photos: present.photos
        .filter((photo) => photo.refusal === null)
        .map(({ key, blob, photoId, uploadUrl }) => ({ key, blob, photoId, uploadUrl })),
      title: draftTitle(present, asks, label(kind.title)),
      purpose: 'open-case',
      origin: { ...present, photos: [] },
    });
    await outbox.flush();
    const waiting = (await outbox.list()).find((item) => item.commandId === commandId);
    if (waiting?.refusal) {
      // The server did not act: the next try is a new deed with a new id.
      await outbox.remove(commandId);
      change({ commandId: newCommandId() });
      refused(waiting.refusal);
      return;
    }
    await handle.handOver();
    void client.invalidateQueries({ queryKey: ['mine'] });
    if (waiting) {
      void askForBackgroundSync();
      navigate('/cases?kept=1', { replace: true });
      return;
    }
    const sent = (await outbox.listSent()).find((item) => item.commandId === commandId);
    const caseId = (sent?.reply as CaseReply | null | undefined)?.case.caseId;
    navigate(caseId ? `/cases/${caseId}?sent=1` : '/cases', { replace: true });
  };

  const refused = (problem: Problem) => {
    if (problem.code === 'sign-in-required') setSigningIn(true);
    else setError(new ProblemError(problem));
  };

  return (
    <Page
      title={label(kind.title)}
      back="/"
      foot={
        <Button primary wide busy={sending} onClick={() => void send()}>
          {sending ? t('sending') : needsAccount ? t('signInToSend') : t('send')}
        </Button>
      }
    >
      <form
        ref={form}
        className="report"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {handle.wasKept && (
          <Notice
            icon="pencil"
            title={t('keptDraft')}
            actions={<Button onClick={() => void handle.startOver()}>{t('startOver')}</Button>}
          />
        )}
        {spotState}
        {asks.map((ask) => (
          <div key={ask.key} data-ask={ask.key}>
            {ask.kind === 'photo' ? (
              <ResidentPhotoField
                label={label(ask.title)}
                required={ask.required}
                photos={draft.photos}
                max={ask.max ?? 9}
                mistake={mistakeAt(ask.key, '/photoIds')}
                stateOf={uploads.stateOf}
                onRetry={uploads.retry}
                onAdd={(photos) => change((before) => ({ photos: [...before.photos, ...photos] }))}
                onRemove={(key) =>
                  change((before) => ({ photos: before.photos.filter((photo) => photo.key !== key) }))
                }
              />
            ) : ask.kind === 'place' ? (
              <>
                <ResidentPlaceField
                  label={label(ask.title)}
                  required={ask.required}
                  draft={draft}
                  homeCode={homeCode}
                  mistake={mistakeAt(ask.key, '/areaCode')}
                  onChange={change}
                />
                <SpotWords draft={draft} onChange={(spot) => change({ spot })} />
              </>
            ) : ask.kind === 'category' ? (
              <ResidentCategoryField
                label={label(ask.title)}
                required={ask.required}
                problems={problems}
                suggestion={suggestion}
                value={draft.category}
                mistake={mistakeAt(ask.key, '/category')}
                onChange={(category) => change({ category, categoryBy: 'person' })}
              />
            ) : ask.kind === 'yes-no' && ask.onYes ? (
              <ResidentDangerField
                ask={ask}
                value={typeof draft.answers[ask.key] === 'boolean' ? draft.answers[ask.key] === true : null}
                suspected={suggestion?.danger ?? false}
                mistake={mistakeAt(ask.key, `/answers/${ask.key}`)}
                onChange={(value) =>
                  change((before) => ({ answers: { ...before.answers, [ask.key]: value } }))
                }
              />
            ) : (
              <ResidentAskField
                ask={ask}
                value={draft.answers[ask.key]}
                mistake={mistakeAt(ask.key, `/answers/${ask.key}`)}
                onChange={(value) =>
                  change((before) => ({ answers: { ...before.answers, [ask.key]: value } }))
                }
              />
            )}
          </div>
        ))}
        <ResidentSimilar
          request={{
            kind: kind.key,
            ...(draft.place?.areaCode ? { areaCode: draft.place.areaCode } : {}),
            ...(draft.position ? { position: draft.position } : {}),
            ...(draft.category ? { category: draft.category } : {}),
            ...(words ? { text: words.slice(0, 2000) } : {}),
          }}
        />
        {error !== null && <ErrorNotice error={error} />}
        <p className="small muted report-foot">{needsAccount ? t('accountNeeded') : t('noAccount')}</p>
        {/* Enter in a line of text sends, as people expect of a form. */}
        <button type="submit" className="for-ears" tabIndex={-1} aria-hidden="true" />
      </form>
      {signingIn && (
        <ResidentSignIn
          onClose={() => setSigningIn(false)}
          onDone={() => {
            setSigningIn(false);
            void send();
          }}
        />
      )}
    </Page>
  );
}

function SpotWords({ draft, onChange }: { draft: { spot: string }; onChange: (spot: string) => void }) {
  const t = usePhrases(reportPhrases);
  return (
    <ResidentAskField
      ask={{
        key: 'spot',
        title: { zh: t('spotLabel'), en: t('spotLabel') },
        hint: { zh: t('spotHint'), en: t('spotHint') },
        kind: 'text',
        required: false,
        max: 120,
        choices: [],
      }}
      value={draft.spot}
      mistake={undefined}
      onChange={(value) => onChange(String(value ?? '').slice(0, 120))}
    />
  );
}

/** Photo first, then the words, then whether somebody is in danger, then the rest in the model's order. */
function inOrder(kind: Kind) {
  const rank = (ask: Kind['asks'][number]) => {
    if (ask.kind === 'photo') return 0;
    if (ask.kind === 'long-text') return 1;
    if (ask.onYes !== null) return 2;
    if (ask.kind === 'category') return 3;
    if (ask.kind === 'place') return 4;
    return 5;
  };
  return kind.asks
    .map((ask, index) => ({ ask, index }))
    .sort((a, b) => rank(a.ask) - rank(b.ask) || a.index - b.index)
    .map(({ ask }) => ask);
}

/** My compound is where most reports come from: it stands there until another place is chosen. */
function useHomePlace(
  handle: DraftHandle,
  draft: { place: unknown },
  spotCode: string | null,
): string | null {
  const homeCode = useHomeCode();
  const home = useAreasUnder(homeCode);
  const area = homeCode === null ? undefined : home.data?.path.find((one) => one.code === homeCode);
  const { change } = handle;
  useEffect(() => {
    if (draft.place !== null || spotCode !== null || area === undefined) return;
    change({
      place: { areaCode: area.code, spotCode: null, name: area.fullName || area.name, from: 'home' },
    });
  }, [area, change, draft.place, spotCode]);
  return homeCode;
}

/** A QR code at the spot fills the place in. Without a network the code itself goes along and the server reads it. */
function useSpot(handle: DraftHandle, spotCode: string | null) {
  const t = usePhrases(reportPhrases);
  const homeCode = useHomeCode();
  const spot = useQuery({
    queryKey: ['spot', spotCode],
    enabled: spotCode !== null,
    queryFn: ({ signal }) => getSpot(spotCode ?? '', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { change } = handle;
  const { data, error } = spot;
  useEffect(() => {
    if (spotCode === null) return;
    if (data) {
      change({
        place: {
          areaCode: data.area.code,
          spotCode: data.spotCode,
          name: data.area.fullName || data.area.name,
          from: 'spot',
        },
        spot: data.name,
        position: null,
      });
    } else if (error && !(error instanceof ProblemError)) {
      change({
        place: { areaCode: null, spotCode, name: t('spotOffline', { code: spotCode }), from: 'spot' },
        position: null,
      });
    }
  }, [spotCode, data, error, change, t]);
  useEffect(() => {
    // Who scans a code in a compound is at home there, until they say otherwise.
    const compound = data?.path.find((one) => one.level === compoundLevel);
    if (homeCode === null && compound) setPreferences({ homeCode: compound.code });
  }, [data, homeCode]);
  if (error instanceof ProblemError) {
    return (
      <Notice kind="wait" icon="qr">
        <p>{t('spotUnknown')}</p>
      </Notice>
    );
  }
  return null;
}

function useSuggestion(kind: Kind, words: string, handle: DraftHandle, draft: { categoryBy: string | null }) {
  const hasCategory = kind.asks.some((ask) => ask.kind === 'category');
  const suggestion = useQuery({
    queryKey: ['suggest', kind.key, words],
    enabled: hasCategory && words.length >= 2,
    queryFn: ({ signal }) => suggestCategory(kind.key, words.slice(0, 2000), signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
    retry: false,
  });
  const first = suggestion.data?.categories[0];
  const sure = first && first.share >= 0.5 ? first.key : null;
  const { change } = handle;
  const byPerson = draft.categoryBy === 'person';
  useEffect(() => {
    if (byPerson || sure === null) return;
    change({ category: sure, categoryBy: 'words' });
  }, [byPerson, sure, change]);
  return words.length >= 2 ? suggestion.data : undefined;
}

function focusField(form: HTMLFormElement | null, key: string): void {
  const field = form?.querySelector<HTMLElement>(`[data-ask="${CSS.escape(key)}"]`);
  const control = field?.querySelector<HTMLElement>('textarea, input:not([tabindex="-1"]), button');
  control?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
}
