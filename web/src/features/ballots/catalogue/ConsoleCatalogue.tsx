import './catalogue.css';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { When } from '../../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { type BallotView, type CatalogueView, getCatalogue, ProblemError } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { useBallot } from '../ballot-queries.ts';
import { ConsoleBallotHead } from '../ConsoleBallotHead.tsx';
import { ConsoleMergeGroups } from './ConsoleMergeGroups.tsx';
import { ConsoleProblemGroup } from './ConsoleProblemGroup.tsx';
import { cataloguePhrases } from './catalogue-phrases.ts';
import { catalogueKey, useCatalogueEdit } from './use-catalogue-edit.ts';

const reaches = ['all', 'common', 'individual'] as const;
type Reach = (typeof reaches)[number];

/** Free answers of a survey, grouped and ranked; a person edits the groups and confirms them. */
export default function ConsoleCatalogue({ ballotId }: { ballotId: string }) {
  const t = usePhrases(cataloguePhrases);
  const [search, setSearch] = useSearchParams();
  const asked = search.get('question') ?? undefined;
  const ballot = useBallot(ballotId);
  const catalogue = useQuery({
    queryKey: catalogueKey(ballotId, asked),
    queryFn: ({ signal }) => getCatalogue(ballotId, asked, signal),
  });
  if (ballot.isPending) return <LoadingLines lines={4} />;
  if (ballot.data === undefined)
    return <FailedState isPage error={ballot.error} onRetry={() => void ballot.refetch()} />;
  const texts = ballot.data.questions.filter(({ form }) => form === 'text');
  const isAbsent = catalogue.error instanceof ProblemError && catalogue.error.status === 404;
  return (
    <div className="catalogue">
      <ConsoleBallotHead
        ballot={ballot.data}
        title={t('title')}
        summary={
          catalogue.data === undefined ? (
            ''
          ) : (
            <span>{t('summary', { n: catalogue.data.answers, groups: catalogue.data.groups.length })}</span>
          )
        }
      />
      {texts.length > 1 ? (
        <Select
          className="catalogue-question"
          aria-label={t('question')}
          value={catalogue.data?.question ?? texts[0]?.key ?? null}
          options={texts.map(({ key, title }) => ({ value: key, label: title }))}
          onChange={(question: string | null) => setSearch(question === null ? {} : { question })}
        />
      ) : null}
      {catalogue.isPending ? (
        <LoadingLines lines={4} />
      ) : catalogue.data !== undefined ? (
        <Groups key={catalogue.data.question} ballot={ballot.data} asked={asked} catalogue={catalogue.data} />
      ) : isAbsent ? (
        <EmptyState title={t('notYetTitle')} detail={t('notYetDetail')} />
      ) : (
        <FailedState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
      )}
    </div>
  );
}

function Groups({
  ballot,
  asked,
  catalogue,
}: {
  ballot: BallotView;
  asked: string | undefined;
  catalogue: CatalogueView;
}) {
  const t = usePhrases(cataloguePhrases);
  const { modal } = App.useApp();
  const edit = useCatalogueEdit(ballot.ballotId, asked, catalogue);
  const [reach, setReach] = useState<Reach>('all');
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [merging, setMerging] = useState(false);
  const { groups, mayEdit, confirmed } = catalogue;
  if (groups.length === 0) return <EmptyState title={t('noneTitle')} detail={t('noneDetail')} />;
  const shown = groups.filter(
    (group) =>
      (reach === 'all' || group.reach === reach) &&
      [group.title, ...group.words].some((one) => one.includes(words.trim())),
  );
  // What was merged or emptied meanwhile is chosen no longer.
  const picked = groups.filter(({ key }) => chosen.includes(key));
  const count = (of: Exclude<Reach, 'all'>) => groups.filter((group) => group.reach === of).length;
  const labels: Record<Reach, string> = {
    all: t('all', { n: groups.length }),
    common: t('commonN', { n: count('common') }),
    individual: t('individualN', { n: count('individual') }),
  };
  return (
    <>
      {mayEdit ? <p className="catalogue-lead">{t('lead')}</p> : null}
      <div className="catalogue-state">
        {confirmed === null ? (
          <p>{t('draft')}</p>
        ) : (
          <p>
            <strong>{t('confirmedBy', { by: confirmed.by })}</strong> · <When at={confirmed.at} />
            {mayEdit ? <span className="soft"> {t('editUnconfirms')}</span> : null}
          </p>
        )}
        {mayEdit && confirmed === null ? (
          <Button
            type="primary"
            loading={edit.isPending}
            onClick={() =>
              void modal.confirm({
                title: t('confirmSure'),
                content: t('confirmLead'),
                okText: t('confirm'),
                cancelText: t('notNow'),
                onOk: () => edit.mutate({ confirm: true }),
              })
            }
          >
            {t('confirm')}
          </Button>
        ) : null}
      </div>
      <search className="filters" aria-label={t('search')}>
        <Segmented<Reach>
          aria-label={t('reach')}
          value={reach}
          options={reaches.map((value) => ({ value, label: labels[value] }))}
          onChange={setReach}
        />
        <Input
          className="filter-words"
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </search>
      {shown.length === 0 ? (
        <EmptyState title={t('noMatch')} detail={t('noMatchDetail')} />
      ) : (
        <ol className="catalogue-groups">
          {shown.map((group) => (
            <ConsoleProblemGroup
              key={group.key}
              ballot={ballot}
              catalogue={catalogue}
              group={group}
              rank={groups.indexOf(group) + 1}
              isChosen={chosen.includes(group.key)}
              isSending={edit.isPending}
              onChoose={(on) =>
                setChosen(on ? [...chosen, group.key] : chosen.filter((key) => key !== group.key))
              }
              onEdit={(edits, onDone) => edit.mutate({ edits }, { onSuccess: onDone })}
            />
          ))}
        </ol>
      )}
      {picked.length < 2 ? null : (
        <div className="catalogue-bar" role="status">
          <span>{t('chosenGroups', { n: picked.length })}</span>
          <Button type="primary" onClick={() => setMerging(true)}>
            {t('merge')}
          </Button>
          <Button onClick={() => setChosen([])}>{t('clear')}</Button>
        </div>
      )}
      <ConsoleMergeGroups
        groups={picked}
        open={merging && picked.length > 1}
        isSending={edit.isPending}
        onClose={() => setMerging(false)}
        onMerge={(into) =>
          edit.mutate(
            {
              edits: [
                { do: 'merge', into, groups: picked.map(({ key }) => key).filter((key) => key !== into) },
              ],
            },
            {
              onSuccess: () => {
                setChosen([]);
                setMerging(false);
              },
            },
          )
        }
      />
    </>
  );
}
