import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askForBackgroundSync, outbox } from '../../resident/offline/outbox.ts';
import {
  type AnswerValue,
  type CaseView,
  currentCity,
  follow,
  isReachable,
  newCommandId,
  ProblemError,
  type VerbRequest,
  type VerbView,
  verbPath,
} from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import {
  Button,
  buttonClass,
  Choices,
  ErrorNotice,
  Field,
  FieldGroup,
  Notice,
  Sheet,
} from '../../ui/kit/index.ts';
import { type FieldPhoto, ResidentPhotoField } from '../photos/ResidentPhotoField.tsx';
import { usePhotoUploads } from '../photos/use-photo-uploads.ts';
import { ResidentSignIn } from '../session/ResidentSignIn.tsx';
import { useSession } from '../session/resident-session.ts';
import { ResidentAskField } from './ResidentAskField.tsx';
import { reportPhrases, residentCasePhrases } from './resident-phrases.ts';
import { keepWords, readWords } from './verb-words.ts';

/** Deeds that name other posts or cases need the console's tables. */
const consoleVerbs = new Set(['merge', 'ask-part', 'sign-part', 'decide', 'descend', 'pause']);
/** Verbs whose words may come with photos although the model asks for none. */
const withPhotos = new Set(['note', 'answer']);

function needsConsole(verb: VerbView): boolean {
  return verb.to.length > 0 || consoleVerbs.has(verb.verb);
}

/** What this reader may do now: exactly the verbs the server listed, the main one as the red button. */
export function ResidentVerbs({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  const [open, setOpen] = useState<{ verb: VerbView; rating?: string } | null>(null);
  const [told, setTold] = useState<'done' | 'queued' | null>(null);
  const rate = view.verbs.find((verb) => verb.verb === 'rate');
  const here = view.verbs.filter((verb) => verb !== rate && !needsConsole(verb));
  const elsewhere = view.verbs.some(needsConsole);
  const ends = (outcome: 'done' | 'queued') => {
    setOpen(null);
    setTold(outcome);
  };
  return (
    <>
      <div role="status">
        {told && (
          <Notice kind={told === 'done' ? 'good' : 'wait'}>
            <p>{t(told === 'done' ? 'doneToast' : 'queuedToast')}</p>
          </Notice>
        )}
      </div>
      {rate && (
        <section className="card rate" aria-labelledby="rate">
          <h3 id="rate">{t('rateTitle')}</h3>
          <p className="small muted">{t('rateText')}</p>
          <div className="rate-answers">
            {rate.choices.map((choice) => (
              <Button key={choice.key} onClick={() => setOpen({ verb: rate, rating: choice.key })}>
                {label(choice.title)}
              </Button>
            ))}
          </div>
        </section>
      )}
      {(here.length > 0 || !view.reporter.isMe || elsewhere) && (
        <section className="verbs" aria-label={t('youCan')}>
          {here.map((verb) => (
            <Button key={verb.verb} primary={verb.primary} onClick={() => setOpen({ verb })}>
              {label(verb.title)}
            </Button>
          ))}
          {!view.reporter.isMe && <Follow view={view} />}
          {elsewhere && (
            <a href={`/console/cases/${view.caseId}`} className={buttonClass({})}>
              {t('toConsole')}
            </a>
          )}
        </section>
      )}
      {open && (
        <VerbSheet
          key={open.verb.verb}
          view={view}
          verb={open.verb}
          rating={open.rating ?? null}
          onClose={() => setOpen(null)}
          onDone={ends}
        />
      )}
    </>
  );
}

function Follow({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [signingIn, setSigningIn] = useState(false);
  const toggle = async () => {
    setBusy(true);
    setError(null);
    try {
      await follow(view.caseId, { commandId: newCommandId(), follow: !view.following });
      await client.invalidateQueries({ queryKey: ['case', view.caseId] });
      void client.invalidateQueries({ queryKey: ['mine'] });
    } catch (failure) {
      if (failure instanceof ProblemError && failure.code === 'sign-in-required') setSigningIn(true);
      else setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <Button icon="heart" busy={busy} aria-pressed={view.following} onClick={() => void toggle()}>
        {t(view.following ? 'unfollow' : 'follow')}
      </Button>
      {view.following && <p className="small muted">{t('following')}</p>}
      {error !== null && <ErrorNotice error={error} />}
      {signingIn && (
        <ResidentSignIn
          onClose={() => setSigningIn(false)}
          onDone={() => {
            setSigningIn(false);
            void toggle();
          }}
        />
      )}
    </>
  );
}

/** The form of one verb: its reason, what the model asks, the rating. It stays as it was when something goes wrong. */
function VerbSheet({
  view,
  verb,
  rating,
  onClose,
  onDone,
}: {
  view: CaseView;
  verb: VerbView;
  rating: string | null;
  onClose: () => void;
  onDone: (outcome: 'done' | 'queued') => void;
}) {
  const t = usePhrases(residentCasePhrases);
  const marks = useMarks();
  const report = usePhrases(reportPhrases);
  const label = useLabel();
  const client = useQueryClient();
  const session = useSession();
  const city = session.data?.city.key ?? currentCity();
  const [chosen, setChosen] = useState(rating);
  const [reason, setReasonHere] = useState(() => readWords(view.caseId, verb.verb));
  const setReason = (typed: string) => {
    setReasonHere(typed);
    keepWords(view.caseId, verb.verb, typed);
  };
  const [answers, setAnswers] = useState<Record<string, AnswerValue>>({});
  const [photos, setPhotos] = useState<FieldPhoto[]>([]);
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [signingIn, setSigningIn] = useState(false);
  const [commandId, setCommandId] = useState(newCommandId);
  const isRating = verb.verb === 'rate';
  const photoAsk = verb.asks.find((ask) => ask.kind === 'photo');
  const takesPhotos = photoAsk !== undefined || withPhotos.has(verb.verb);
  const uploads = usePhotoUploads(photos, city, (key, news) =>
    setPhotos((before) => before.map((photo) => (photo.key === key ? { ...photo, ...news } : photo))),
  );

  const send = async () => {
    const gaps: Record<string, string> = {};
    if (verb.reason === 'required' && reason.trim() === '')
      gaps.reason = report('missing', { field: reasonLabel });
    if (isRating && chosen === null) gaps.rating = report('missing', { field: t('rateTitle') });
    for (const ask of verb.asks) {
      const value = answers[ask.key];
      if (ask.kind === 'photo' ? photos.length > 0 : value !== undefined && value !== null && value !== '')
        continue;
      if (ask.required) gaps[ask.key] = report('missing', { field: label(ask.title) });
    }
    setMissing(gaps);
    setError(null);
    if (Object.keys(gaps).length > 0) return;
    setBusy(true);
    uploads.stop();
    try {
      await hand();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  const hand = async () => {
    const words = reason.trim();
    const body: Omit<VerbRequest, 'commandId'> = {
      seq: view.seq,
      ...(words !== '' && !isRating ? { reason: words } : {}),
      ...(Object.keys(answers).length > 0 ? { answers } : {}),
      ...(isRating && chosen !== null
        ? {
            rating: {
              answer: chosen as 'solved' | 'partly' | 'not',
              ...(words === '' ? {} : { comment: words }),
            },
          }
        : {}),
    };
    await outbox.put({
      commandId,
      city,
      person: session.data?.person?.personId ?? null,
      path: verbPath(view.caseId, verb.verb),
      body,
      photos: photos
        .filter((photo) => photo.refusal === null)
        .map(({ key, blob, photoId, uploadUrl }) => ({ key, blob, photoId, uploadUrl })),
      title: `${label(verb.title)}${marks.colon}${view.title}`,
      purpose: 'verb',
    });
    await outbox.flush();
    const waiting = (await outbox.list()).find((item) => item.commandId === commandId);
    if (waiting?.refusal) {
      // Refused means not done: the form stays, and what is sent next is a new deed.
      await outbox.remove(commandId);
      setCommandId(newCommandId());
      if (waiting.refusal.code === 'sign-in-required') setSigningIn(true);
      else throw new ProblemError(waiting.refusal);
      return;
    }
    keepWords(view.caseId, verb.verb, '');
    await client.invalidateQueries({ queryKey: ['case', view.caseId] });
    void client.invalidateQueries({ queryKey: ['mine'] });
    if (waiting) void askForBackgroundSync();
    onDone(waiting ? 'queued' : 'done');
  };

  const reasonLabel = isRating ? t('comment') : verb.reason === 'required' ? t('withReason') : t('yourWords');
  const isStale = error instanceof ProblemError && error.status === 409;
  return (
    <Sheet title={label(verb.title)} onClose={onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {isRating && (
          <FieldGroup label={t('rateTitle')} mistake={missing.rating} quiet>
            <Choices
              rows
              choices={verb.choices.map((choice) => ({ value: choice.key, label: label(choice.title) }))}
              value={chosen}
              onChange={setChosen}
            />
          </FieldGroup>
        )}
        {verb.asks
          .filter((ask) => ask.kind !== 'photo')
          .map((ask) => (
            <ResidentAskField
              key={ask.key}
              ask={ask}
              value={answers[ask.key]}
              mistake={missing[ask.key]}
              onChange={(value) => setAnswers((before) => ({ ...before, [ask.key]: value }))}
            />
          ))}
        {(verb.reason !== 'none' || isRating) && (
          <Field
            label={reasonLabel}
            hint={isRating ? t('commentHint') : null}
            required={verb.reason === 'required'}
            mistake={missing.reason}
          >
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={3}
                maxLength={2000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        {takesPhotos && (
          <ResidentPhotoField
            label={photoAsk ? label(photoAsk.title) : t('photos')}
            required={photoAsk?.required ?? false}
            photos={photos}
            max={photoAsk?.max ?? 9}
            mistake={photoAsk ? missing[photoAsk.key] : undefined}
            stateOf={uploads.stateOf}
            onRetry={uploads.retry}
            onAdd={(added) => setPhotos((before) => [...before, ...added])}
            onRemove={(key) => setPhotos((before) => before.filter((photo) => photo.key !== key))}
          />
        )}
        {error !== null && (
          <ErrorNotice
            error={error}
            actions={
              isStale && isReachable() ? (
                <Button
                  icon="redo"
                  onClick={() => {
                    setError(null);
                    void client.invalidateQueries({ queryKey: ['case', view.caseId] });
                  }}
                >
                  {t('look')}
                </Button>
              ) : undefined
            }
          />
        )}
        <Button primary wide type="submit" busy={busy}>
          {t('confirm')}
        </Button>
        <Button wide onClick={onClose}>
          {t('cancel')}
        </Button>
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
    </Sheet>
  );
}
