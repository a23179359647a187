import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { type CatalogueView, getCatalogueAnswers } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { nameWithin } from '../desk/find-entries.ts';
import { cataloguePhrases } from './catalogue-phrases.ts';
import type { CatalogueEdit } from './use-catalogue-edit.ts';

const pageSize = 50;

/** What people wrote, to be read and put where it belongs: into another group, or into one of its own. */
export function ConsoleGroupAnswers({
  ballotId,
  place,
  catalogue,
  group,
  isSending,
  onEdit,
}: {
  ballotId: string;
  /** Inside it homes and buildings go by their short names. */
  place: string;
  catalogue: CatalogueView;
  group: CatalogueView['groups'][number];
  isSending: boolean;
  onEdit: (edits: CatalogueEdit[], onDone: () => void) => void;
}) {
  const t = usePhrases(cataloguePhrases);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const { question, version } = catalogue;
  const pages = useInfiniteQuery({
    queryKey: ['ballot', ballotId, 'catalogue-answers', question, version, group.key],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      getCatalogueAnswers(ballotId, group.key, { question, from: pageParam, limit: pageSize }, signal),
    getNextPageParam: (last, all) => {
      const read = all.reduce((sum, { answers }) => sum + answers.length, 0);
      return read < last.total && last.answers.length > 0 ? read : undefined;
    },
  });
  if (pages.isPending) return <LoadingLines lines={2} />;
  if (pages.data === undefined)
    return <FailedState error={pages.error} onRetry={() => void pages.refetch()} />;
  const answers = pages.data.pages.flatMap((page) => page.answers);
  const total = pages.data.pages[0]?.total ?? 0;
  // In the order they stand in: the first gives a new group its key.
  const moving = answers.filter(({ answerId }) => chosen.includes(answerId)).map(({ answerId }) => answerId);
  const clear = () => {
    setChosen([]);
    setName('');
  };
  return (
    <div className="catalogue-answers">
      <ul>
        {answers.map(({ answerId, text, areaName }) => (
          <li key={answerId}>
            <Checkbox
              checked={chosen.includes(answerId)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, answerId] : chosen.filter((one) => one !== answerId))
              }
            >
              <span className="visually-hidden">{t('chooseAnswer')}</span>
              {text} <span className="soft">{nameWithin(areaName, place)}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more', { n: total - answers.length })}
        </Button>
      ) : null}
      {moving.length === 0 ? null : (
        <div className="catalogue-move">
          <span>{t('chosenAnswers', { n: moving.length })}</span>
          <Select
            className="catalogue-target"
            aria-label={t('move')}
            placeholder={t('move')}
            showSearch={{ optionFilterProp: 'label' }}
            disabled={isSending}
            value={null}
            options={catalogue.groups
              .filter(({ key }) => key !== group.key)
              .map(({ key, title }) => ({ value: key, label: title === '' ? t('unnamed') : title }))}
            onChange={(to: string | null) => {
              if (to !== null) onEdit([{ do: 'move', answers: moving, to }], clear);
            }}
          />
          <form
            className="catalogue-rename"
            onSubmit={(event) => {
              event.preventDefault();
              const [first] = moving;
              if (name.trim() === '' || first === undefined) return;
              onEdit(
                [
                  { do: 'move', answers: moving, to: null },
                  { do: 'rename', group: `own-${first}`, title: name.trim() },
                ],
                clear,
              );
            }}
          >
            <Input
              aria-label={t('splitName')}
              placeholder={t('splitName')}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button htmlType="submit" loading={isSending} disabled={name.trim() === ''}>
              {t('split')}
            </Button>
          </form>
          <Button type="text" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
