import './resident-gatherings.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { bringTopic, fieldMessage, getTopics } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import {
  Blank,
  Bones,
  Button,
  buttonClass,
  Choices,
  ErrorNotice,
  Field,
  FieldGroup,
} from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useNow } from '../../ui/time/now.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundOf } from '../areas/levels.ts';
import { keepWords, readWords } from '../cases/verb-words.ts';
import { useHomeCode } from '../session/resident-session.ts';
import { dayOf } from './calendar-days.ts';
import { useDayWords } from './gathering-words.ts';
import { useResidentDeed } from './resident-deed.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

/** Under this the half-written topic is kept on the device. */
const draft = 'new-topic';

/** Brings up a topic: at which meeting, in a line, and more where there is more to say. */
export function ResidentBringTopic() {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const { city } = usePreferences();
  const days = useDayWords(useNow(60_000));
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const homeCode = useHomeCode();
  const area = compoundOf(useAreasUnder(homeCode).data?.path ?? [])?.code ?? homeCode ?? undefined;
  const org = search.get('org') ?? undefined;
  const page = useQuery({
    queryKey: ['gatherings', 'topics', city, area ?? null, org ?? null, 'bring'],
    queryFn: ({ signal }) => getTopics({ area, org, state: 'open' }, signal),
  });
  const offered = page.data?.mayBringTo ?? [];
  const keyOf = (one: { orgId: string; key: string }) => `${one.orgId} ${one.key}`;
  const asked = offered.find((one) => one.orgId === org && one.key === search.get('kind'));
  const [picked, setPicked] = useState<string | null>(null);
  const to = offered.find((one) => keyOf(one) === picked) ?? asked ?? offered[0];
  const [title, setTitle] = useState(() => readWords(draft, 'title'));
  const [body, setBody] = useState(() => readWords(draft, 'body'));
  const [mistake, setMistake] = useState<string>();
  const deed = useResidentDeed(
    (commandId) =>
      bringTopic({
        commandId,
        orgId: to?.orgId ?? '',
        kind: to?.key ?? '',
        title: title.trim(),
        ...(body.trim() === '' ? {} : { body: body.trim() }),
      }),
    ({ topic }) => {
      keepWords(draft, 'title', '');
      keepWords(draft, 'body', '');
      navigate(`/topics/${topic.topicId}`, { replace: true });
    },
  );
  return (
    <Page title={t('bring')} back="/topics">
      {page.data === undefined ? (
        page.error ? (
          <ErrorNotice error={page.error} onRetry={() => void page.refetch()} />
        ) : (
          <Bones lines={5} />
        )
      ) : to === undefined ? (
        <Blank
          icon="people"
          title={t('nowhere')}
          action={
            <Link to="/me/compound" className={buttonClass({})}>
              {t('pickCompound')}
            </Link>
          }
        >
          {t('nowhereText')}
        </Blank>
      ) : (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setMistake(title.trim() === '' ? t('titleMissing') : undefined);
            if (title.trim() !== '') deed.run();
          }}
        >
          <FieldGroup label={t('bringTo')} required>
            <Choices
              rows
              choices={offered.map((one) => ({
                value: keyOf(one),
                label: (
                  <span>
                    {label(one.title)} · {one.orgName}
                    <span className="small muted row-under">
                      {one.next === null
                        ? t('noNext')
                        : t('nextMeets', { day: days(dayOf(one.next.startsAt)) })}
                    </span>
                  </span>
                ),
              }))}
              value={keyOf(to)}
              onChange={setPicked}
            />
          </FieldGroup>
          <Field
            label={t('topicTitle')}
            hint={t('topicTitleHint')}
            mistake={mistake ?? fieldMessage(deed.error, '/title')}
            required
          >
            {(control) => (
              <input
                {...control}
                className="input"
                maxLength={120}
                value={title}
                onChange={(event) => {
                  setTitle(event.target.value);
                  keepWords(draft, 'title', event.target.value);
                }}
              />
            )}
          </Field>
          <Field label={t('topicBody')}>
            {(control) => (
              <textarea
                {...control}
                className="input"
                maxLength={4000}
                value={body}
                onChange={(event) => {
                  setBody(event.target.value);
                  keepWords(draft, 'body', event.target.value);
                }}
              />
            )}
          </Field>
          {deed.notice}
          <Button type="submit" primary wide busy={deed.busy}>
            {t('send')}
          </Button>
        </form>
      )}
    </Page>
  );
}
