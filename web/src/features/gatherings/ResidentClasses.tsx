import './resident-gatherings.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { type GatheringSummary, getCalendar } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useNow } from '../../ui/time/now.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundOf } from '../areas/levels.ts';
import { useHomeCode } from '../session/resident-session.ts';
import { addDays, dayOf } from './calendar-days.ts';
import { type ClassGroup, classGroups } from './class-groups.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { useSpanWords } from './gathering-words.ts';
import { ResidentGatheringTags } from './ResidentGatheringCard.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

const spanDays = 60;

/** Classes and lessons one can sign up for, each with its places, and mine on top. */
export function ResidentClasses() {
  const t = usePhrases(residentGatheringPhrases);
  const { city } = usePreferences();
  const homeCode = useHomeCode();
  const area = compoundOf(useAreasUnder(homeCode).data?.path ?? [])?.code ?? homeCode ?? undefined;
  const [today] = useState(() => dayOf(Date.now()));
  const classes = useQuery({
    queryKey: ['gatherings', 'classes', city, area ?? null, today],
    queryFn: ({ signal }) =>
      getCalendar({ from: today, to: addDays(today, spanDays), area, limit: 500 }, signal),
  });
  const all = classes.data?.gatherings.filter(
    ({ form, places, state }) =>
      (form === 'class' || (form !== 'shift' && places !== null)) &&
      (state === 'planned' || state === 'announced' || state === 'open'),
  );
  const mine = all?.filter((one) => one.mine.place !== null) ?? [];
  const others = all?.filter((one) => one.mine.place === null) ?? [];
  return (
    <Page title={t('classes')} back="/calendar">
      {classes.data === undefined ? (
        classes.error ? (
          <ErrorNotice error={classes.error} onRetry={() => void classes.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : all?.length === 0 ? (
        <Blank
          icon="pencil"
          title={t('classesNone')}
          action={
            <Link to="/calendar" className={buttonClass({})}>
              {t('calendar')}
            </Link>
          }
        >
          {t('classesNoneText')}
        </Blank>
      ) : (
        <div className="stack">
          {mine.length > 0 && (
            <section className="stack" aria-labelledby="my-classes">
              <h2 id="my-classes" className="gathering-day">
                {t('myClasses')}
              </h2>
              {mine.map((one) => (
                <ClassCard key={one.gatheringId} one={one} />
              ))}
            </section>
          )}
          <section className="stack" aria-labelledby="other-classes">
            <h2 id="other-classes" className="gathering-day">
              {t('otherClasses')}
            </h2>
            {others.length === 0 ? <p className="muted">{t('classesNone')}</p> : null}
            {classGroups(others).map((group) => (
              <ClassTimes key={group.key} group={group} />
            ))}
          </section>
        </div>
      )}
    </Page>
  );
}

/** The next times of one class; the rest once somebody asks. */
function ClassTimes({ group: { title, shown, more } }: { group: ClassGroup }) {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {(isOpen ? [...shown, ...more] : shown).map((one) => (
        <ClassCard key={one.gatheringId} one={one} />
      ))}
      {more.length > 0 && !isOpen && (
        <Button wide plain onClick={() => setOpen(true)}>
          {t('classesMore', { title: label(title), n: more.length })}
        </Button>
      )}
    </>
  );
}

function ClassCard({ one }: { one: GatheringSummary }) {
  const t = usePhrases(residentGatheringPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  const spanWords = useSpanWords(useNow(60_000));
  const { places } = one;
  return (
    <article className="card class-card">
      <h3>{label(one.title)}</h3>
      <p>{spanWords(one)}</p>
      <p className="small muted">{[one.place, one.host.name].filter(Boolean).join(' · ')}</p>
      <p className="gathering-tags">
        <ResidentGatheringTags one={one} />
        {places !== null && places.capacity === null ? (
          <span className="tag">{words('placesOpen', { n: places.taken })}</span>
        ) : null}
      </p>
      <Link to={`/gatherings/${one.gatheringId}`} className={buttonClass({ wide: true })}>
        {t(one.mine.place === null ? 'toSignUp' : 'toGathering')}
      </Link>
    </article>
  );
}
