import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type FindingKind, getFindings, getPlaceAnswers, type PlaceAnswers } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { coveragePhrases } from './coverage-phrases.ts';
import { FindingLine } from './FindingLine.tsx';
import { PlaceField } from './PlaceField.tsx';
import './coverage.css';
import { useAreaPath } from './own-areas.ts';

/** Who answers for a place, on any day, in which grid it lies, and why. */
export default function ConsoleWho() {
  const t = usePhrases(coveragePhrases);
  const frame = usePhrases(consolePhrases);
  const [search, setSearch] = useSearchParams();
  const area = search.get('area') ?? '';
  const on = search.get('on') ?? '';
  const at = positionIn(search.get('at') ?? '');
  const choose = (chosen: { area?: string; on?: string; at?: string }) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(chosen)) {
        if (value === '') next.delete(key);
        else next.set(key, value);
      }
      return next;
    });
  const placeId = useId();
  const dayId = useId();
  useKeys(t('whoTitle'), [
    { keys: ['/'], words: frame('keySearch'), run: () => document.getElementById(placeId)?.focus() },
  ]);
  const answers = useQuery({
    queryKey: ['coverage', 'place', area, at, on],
    queryFn: ({ signal }) =>
      getPlaceAnswers(
        {
          ...(area !== '' || at === null ? { area } : { longitude: at[0], latitude: at[1] }),
          ...(on === '' ? {} : { on }),
        },
        signal,
      ),
    enabled: area !== '' || at !== null,
  });
  const isAsked = area !== '' || at !== null;
  const inside = answers.data?.area.code ?? area;
  const path = useAreaPath(inside === '' ? undefined : inside);
  const here = path.data?.path.at(-1);
  return (
    <>
      <PageHead title={t('whoTitle')} summary={t('whoLead')} />
      <search className="filters who-asked" aria-label={t('whoTitle')}>
        <span className="who-place">
          <label htmlFor={placeId}>{t('place')}</label>
          <PlaceField
            id={placeId}
            named={
              area === '' ? null : { code: area, name: here?.fullName ?? answers.data?.area.name ?? area }
            }
            onChoose={(code) => choose({ area: code, at: '' })}
          />
        </span>
        <AtField
          key={search.get('at') ?? ''}
          at={search.get('at') ?? ''}
          onAsk={(words) => choose({ at: words, area: '' })}
        />
        <span className="who-day">
          <label htmlFor={dayId}>{t('onDay')}</label>
          <Input
            id={dayId}
            type="date"
            value={on === '' ? (answers.data?.on ?? '') : on}
            onChange={(event) => choose({ on: event.target.value })}
          />
        </span>
        {on === '' ? null : <Button onClick={() => choose({ on: '' })}>{t('today')}</Button>}
      </search>
      {on === '' ? null : (
        <p className="who-not-today" role="status">
          {t('notToday', { day: on })}
        </p>
      )}
      {!isAsked ? (
        <EmptyState title={t('whoStart')} detail={t('whoStartDetail')} />
      ) : answers.isPending ? (
        <LoadingLines lines={3} />
      ) : answers.data === undefined ? (
        <FailedState error={answers.error} onRetry={() => void answers.refetch()} />
      ) : (
        <>
          <Answers answers={answers.data} isToday={on === ''} />
          {path.data === undefined || path.data.areas.length === 0 ? null : (
            <section aria-labelledby="who-inside">
              <h2 id="who-inside" className="section-title">
                {t('insidePlace')}
              </h2>
              <ul className="who-inside">
                {path.data.areas.map(({ code, name }) => (
                  <li key={code}>
                    <Link className="who-step" href={`/who?area=${code}${on === '' ? '' : `&on=${on}`}`}>
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
}

/** `101.718637,26.582347`, longitude first; null: it is none. */
function positionIn(words: string): [number, number] | null {
  const [x, y, ...more] = words.split(/[,，\s]+/).map(Number);
  if (x === undefined || y === undefined || more.length > 0) return null;
  return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : null;
}

/** A point instead of a name: on a road there is no door. Written down, or where the device is. */
function AtField({ at, onAsk }: { at: string; onAsk: (words: string) => void }) {
  const t = usePhrases(coveragePhrases);
  const id = useId();
  const [words, setWords] = useState(at);
  const [wrong, setWrong] = useState<'atWrong' | 'hereNot' | null>(null);
  const ask = (asked: string) => {
    const isRight = positionIn(asked) !== null;
    setWrong(isRight ? null : 'atWrong');
    if (isRight) onAsk(asked);
  };
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => ask(`${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)}`),
      () => setWrong('hereNot'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  return (
    <form
      className="who-at"
      onSubmit={(event) => {
        event.preventDefault();
        ask(words.trim());
      }}
    >
      <label htmlFor={id}>{t('atPoint')}</label>
      <span className="who-at-line">
        <Input
          id={id}
          className="figures"
          inputMode="text"
          autoComplete="off"
          placeholder={t('atExample')}
          value={words}
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : `${id}-wrong`}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button htmlType="submit">{t('atAsk')}</Button>
        {'geolocation' in navigator ? <Button onClick={locate}>{t('here')}</Button> : null}
      </span>
      {wrong === null ? null : (
        <p className="field-error" id={`${id}-wrong`} role="alert">
          {t(wrong)}
        </p>
      )}
    </form>
  );
}

function Answers({ answers, isToday }: { answers: PlaceAnswers; isToday: boolean }) {
  const t = usePhrases(coveragePhrases);
  const label = useLabel();
  const { area, asked, grids, posts, segments, broken } = answers;
  return (
    <>
      <h2 className="who-name">{area.name}</h2>
      {asked === null ? null : broken.length === 0 ? (
        <p className="who-proven" role="status">
          <span className="tag tag-good">✓</span> {t(asked.grids ? 'isProvenGrid' : 'isProven')}
        </p>
      ) : (
        <Broken area={area.code} broken={broken} isToday={isToday} />
      )}
      {asked?.grids === true || grids.length > 0 ? (
        <p className="who-grid">
          <span className="soft">{t('grid')}</span>{' '}
          {grids.length === 0
            ? t('noGrid')
            : grids.map(({ gridId, name, orgId, orgName }) => (
                <Link key={gridId} className="who-link" href={`/orgs?org=${orgId}`}>
                  {name} · {orgName}
                </Link>
              ))}
        </p>
      ) : null}
      {segments.length === 0 ? null : (
        <p className="who-grid">
          <span className="soft">{t('roads')}</span>{' '}
          {segments.map(({ segmentId, name, kindTitle, chiefs }) => (
            <span key={segmentId}>
              <Link className="who-link" href={`/segments?segment=${segmentId}`}>
                {name}
              </Link>{' '}
              <span className="soft">{label(kindTitle)}</span>
              {chiefs === 0 ? <span className="soft"> {t('roadVacant')}</span> : null}
            </span>
          ))}
        </p>
      )}
      <section aria-labelledby="who-posts">
        <h2 id="who-posts" className="section-title">
          {t('answeringPosts')}
        </h2>
        {posts.length === 0 ? (
          <p>{t('nobody')}</p>
        ) : (
          <ol className="who-posts">
            {posts.map((post) => (
              <li key={post.postId} className="who-entry" data-answering={post.isAnswering}>
                <p className="who-post">
                  <strong>{post.name}</strong>
                  <span>{label(post.roleTitle)}</span>
                  {post.isAnswering ? <span className="tag tag-calm">{t('answering')}</span> : null}
                  <Link className="who-link" href={`/orgs?org=${post.orgId}`}>
                    {post.orgName}
                  </Link>
                </p>
                <p>
                  <span className="soft">{t('why')}</span> {label(post.reason)}
                </p>
                <p className="soft figures">
                  {post.heldTo === null
                    ? t('held', { from: post.heldFrom })
                    : t('heldUntil', { from: post.heldFrom, to: post.heldTo })}
                </p>
              </li>
            ))}
          </ol>
        )}
      </section>
    </>
  );
}

/** What is wrong, and today also what would mend it. */
function Broken({ area, broken, isToday }: { area: string; broken: FindingKind[]; isToday: boolean }) {
  const t = usePhrases(coveragePhrases);
  const found = useQuery({
    queryKey: ['coverage', 'findings-of-place', area, ...broken],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(broken.map((kind) => getFindings({ area, kind, limit: 5 }, signal)));
      return pages.flatMap(({ findings }) => findings);
    },
    enabled: isToday,
  });
  return (
    <section className="who-broken" aria-label={t('broken')}>
      <p role="status">
        {broken.map((kind) => (
          <span key={kind} className="tag tag-amber" data-broken={kind}>
            ! {t(kind)}
          </span>
        ))}
      </p>
      {found.data === undefined || found.data.length === 0 ? null : (
        <ul className="lines">
          {found.data.map((finding) => (
            <FindingLine key={`${finding.kind} ${finding.area?.code}`} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
}
