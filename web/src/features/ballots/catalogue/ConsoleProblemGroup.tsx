import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { BallotView, CatalogueView } from '../../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../../ui/i18n/index.ts';
import { nameWithin } from '../desk/find-entries.ts';
import { ConsoleGroupAnswers } from './ConsoleGroupAnswers.tsx';
import { cataloguePhrases } from './catalogue-phrases.ts';
import type { CatalogueEdit } from './use-catalogue-edit.ts';

type Group = CatalogueView['groups'][number];
const areasShown = 4;

/** One group: its rank, name, size and places, what was written, and what a person may change of it. */
export function ConsoleProblemGroup({
  ballot,
  catalogue,
  group,
  rank,
  isChosen,
  isSending,
  onChoose,
  onEdit,
}: {
  ballot: BallotView;
  catalogue: CatalogueView;
  group: Group;
  rank: number;
  isChosen: boolean;
  isSending: boolean;
  onChoose: (on: boolean) => void;
  onEdit: (edits: CatalogueEdit[], onDone: () => void) => void;
}) {
  const t = usePhrases(cataloguePhrases);
  const marks = useMarks();
  const [isOpen, setOpen] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const { mayEdit } = catalogue;
  const title = group.title === '' ? t('unnamed') : group.title;
  const most = catalogue.groups[0]?.answers ?? 1;
  const { areas } = group;
  const place = ballot.part?.name ?? ballot.area.name;
  return (
    <li className="catalogue-group" data-reach={group.reach}>
      <div className="catalogue-head">
        {mayEdit ? (
          <Checkbox
            checked={isChosen}
            aria-label={t('choose', { title })}
            onChange={({ target }) => onChoose(target.checked)}
          />
        ) : null}
        <span className="figures catalogue-rank">
          <span className="visually-hidden">{t('rank', { n: rank })}</span>
          <span aria-hidden="true">{rank}</span>
        </span>
        <div className="catalogue-main">
          {renaming ? (
            <Rename
              title={group.title}
              isSending={isSending}
              onCancel={() => setRenaming(false)}
              onSave={(next) =>
                onEdit([{ do: 'rename', group: group.key, title: next }], () => setRenaming(false))
              }
            />
          ) : (
            <h2>
              {title}{' '}
              <span className={group.reach === 'common' ? 'tag tag-amber' : 'tag'}>{t(group.reach)}</span>
            </h2>
          )}
          <span className="catalogue-size" aria-hidden="true">
            <span style={{ inlineSize: `${(group.answers / most) * 100}%` }} />
          </span>
          <p className="soft">
            {areas.length === 0
              ? null
              : t('inAreas', {
                  n: areas.length,
                  names: `${areas
                    .slice(0, areasShown)
                    .map(({ name, answers }) => t('areaCount', { name: nameWithin(name, place), n: answers }))
                    .join(t('listed'))}${areas.length > areasShown ? t('moreAreas') : ''}`,
                })}
          </p>
          {group.words.length === 0 ? null : (
            <p className="soft">{t('words', { words: group.words.join(t('listed')) })}</p>
          )}
          {isOpen || group.examples.length === 0 ? null : (
            <ul className="catalogue-examples">
              {[...new Set(group.examples)].slice(0, 2).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          )}
        </div>
        <strong className="figures catalogue-count">{t('answersN', { n: group.answers })}</strong>
      </div>
      {mayEdit ? (
        <>
          <p className="catalogue-deeds">
            <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? t('hideAnswers') : t('showAnswers', { n: group.answers })}
            </Button>
            <Button aria-label={t('renameOf', { title })} onClick={() => setRenaming(true)}>
              {t('rename')}
            </Button>
            <Button
              disabled={isSending}
              aria-label={`${title}${marks.colon}${t(group.reach === 'common' ? 'toIndividual' : 'toCommon')}`}
              onClick={() =>
                onEdit(
                  [
                    {
                      do: 'reach',
                      group: group.key,
                      reach: group.reach === 'common' ? 'individual' : 'common',
                    },
                  ],
                  () => undefined,
                )
              }
            >
              {t(group.reach === 'common' ? 'toIndividual' : 'toCommon')}
            </Button>
          </p>
          {isOpen ? (
            <ConsoleGroupAnswers
              key={catalogue.version}
              ballotId={ballot.ballotId}
              place={place}
              catalogue={catalogue}
              group={group}
              isSending={isSending}
              onEdit={onEdit}
            />
          ) : null}
        </>
      ) : null}
    </li>
  );
}

function Rename({
  title,
  isSending,
  onSave,
  onCancel,
}: {
  title: string;
  isSending: boolean;
  onSave: (title: string) => void;
  onCancel: () => void;
}) {
  const t = usePhrases(cataloguePhrases);
  const [words, setWords] = useState(title);
  return (
    <form
      className="catalogue-rename"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') onSave(words.trim());
      }}
    >
      <Input
        autoFocus
        aria-label={t('newName')}
        maxLength={80}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      <Button type="primary" htmlType="submit" loading={isSending} disabled={words.trim() === ''}>
        {t('rename')}
      </Button>
      <Button onClick={onCancel}>{t('notNow')}</Button>
    </form>
  );
}
