import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Tabs } from 'antd';
import { useId, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { DeedDialog } from '../../console/look/DeedForm.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getPowers, type PowerRegister, type PowerView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleEndPower } from './ConsoleEndPower.tsx';
import { ConsoleEnterPower } from './ConsoleEnterPower.tsx';
import { ConsoleEvaluatePower } from './ConsoleEvaluatePower.tsx';
import { ConsolePowerHistory } from './ConsolePowerHistory.tsx';
import { ConsoleReclaimPower } from './ConsoleReclaimPower.tsx';
import { powerConsolePhrases } from './console-phrases.ts';
import { PowerFacts } from './PowerFacts.tsx';
import { type Deed, deedPhrases, listKeys, listPhrases } from './power-lists.ts';
import './powers.css';

/** The three lists on any day, overdue evaluations first. What is chosen stands in the address. */
export default function ConsolePowers() {
  const t = usePhrases(powerConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const list = listKeys.find((key) => key === search.get('list')) ?? 'basic';
  const on = search.get('on') ?? '';
  const category = search.get('category') ?? '';
  const words = search.get('q') ?? '';
  const choose = (chosen: Partial<Record<'list' | 'on' | 'category' | 'q', string>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(chosen)) {
          if (value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const box = useRef<HTMLInputElement>(null);
  const dayId = useId();
  const [entering, setEntering] = useState(false);
  const [deed, setDeed] = useState<{ deed: Deed; power: PowerView } | null>(null);
  const register = useQuery({
    queryKey: ['powers', 'register', on, category],
    queryFn: ({ signal }) =>
      getPowers({ ...(on === '' ? {} : { on }), ...(category === '' ? {} : { category }) }, signal),
    placeholderData: (before) => before,
  });
  const mayEnter = register.data?.mayEnter === true;
  const step = (by: number) =>
    choose({ list: listKeys[(listKeys.indexOf(list) + by + listKeys.length) % listKeys.length] ?? 'basic' });
  useKeys(t('title'), [
    { keys: ['/'], words: frame('keySearch'), run: () => box.current?.focus() },
    { keys: ['[', ']'], words: t('keyTabs'), run: (event) => step(event.key === '[' ? -1 : 1) },
    ...(mayEnter ? [{ keys: ['n'], words: t('keyEnter'), run: () => setEntering(true) }] : []),
  ]);
  const found = (register.data?.powers ?? []).filter((power) => says(power, words, label));
  const shown = found.filter((power) => power.list === list);
  const overdue = found.filter(({ isOverdue }) => isOverdue).length;
  return (
    <>
      <PageHead
        title={t('title')}
        summary={
          overdue === 0 ? (
            t('lead')
          ) : (
            <>
              {t('lead')} <strong className="power-overdue">{t('overdueCount', { n: overdue })}</strong>
            </>
          )
        }
      >
        <div className="power-tools">
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
          {mayEnter ? (
            <Button type="primary" onClick={() => setEntering(true)}>
              {t('enter')}
            </Button>
          ) : null}
        </div>
      </PageHead>
      <search className="filters" aria-label={t('search')}>
        <Input
          ref={(input) => {
            box.current = input?.input ?? null;
          }}
          className="filter-words"
          allowClear
          value={words}
          placeholder={t('search')}
          aria-label={t('search')}
          suffix={<kbd className="key-hint">/</kbd>}
          onChange={(event) => choose({ q: event.target.value })}
        />
        <ProblemFilter
          value={category}
          choices={register.data?.choices.categories ?? []}
          onChange={(key) => choose({ category: key })}
        />
        <span className="power-day">
          <label htmlFor={dayId}>{t('onDay')}</label>
          <Input
            id={dayId}
            type="date"
            value={on === '' ? (register.data?.on ?? '') : on}
            onChange={(event) => choose({ on: event.target.value })}
          />
        </span>
        {on === '' ? null : <Button onClick={() => choose({ on: '' })}>{t('today')}</Button>}
      </search>
      {on === '' ? null : (
        <p className="power-not-today" role="status">
          {t('notToday', { day: on })}
        </p>
      )}
      {register.isPending ? (
        <LoadingLines lines={4} />
      ) : register.data === undefined ? (
        <FailedState error={register.error} onRetry={() => void register.refetch()} />
      ) : (
        <>
          <p className="power-print-head">
            {t('printedOf', { day: register.data.on })} · {t(listPhrases[list])}
          </p>
          <Tabs
            className="power-tabs"
            aria-label={t('lists')}
            activeKey={list}
            onChange={(key) => choose({ list: key })}
            items={listKeys.map((key) => ({
              key,
              label: (
                <>
                  {t(listPhrases[key])}{' '}
                  <span className="figures soft">{found.filter((power) => power.list === key).length}</span>
                </>
              ),
              children:
                key === list ? (
                  <PowerItems
                    powers={shown}
                    isToday={on === ''}
                    onDeed={(chosen, power) => setDeed({ deed: chosen, power })}
                  />
                ) : null,
            }))}
          />
          <ConsoleEnterPower
            list={list}
            choices={register.data.choices}
            open={entering}
            onClose={() => setEntering(false)}
          />
          <PowerDeed chosen={deed} choices={register.data.choices} onClose={() => setDeed(null)} />
        </>
      )}
    </>
  );
}

function says(power: PowerView, words: string, label: (of: PowerView['title']) => string): boolean {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return true;
  const named = [power.orgKind, power.lead, ...power.categories].flatMap((one) =>
    one === null ? [] : [label(one.title)],
  );
  return [power.title.zh, power.title.en, power.basis, power.handedDown ?? '', ...named].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

function ProblemFilter({
  value,
  choices,
  onChange,
}: {
  value: string;
  choices: PowerRegister['choices']['categories'];
  onChange: (key: string) => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  const label = useLabel();
  return (
    <Select
      className="power-problem"
      aria-label={t('problem')}
      placeholder={t('anyProblem')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value === '' ? null : value}
      options={choices.map(({ key, title }) => ({ value: key, label: label(title) }))}
      onChange={(key: string | null | undefined) => onChange(key ?? '')}
    />
  );
}

function PowerItems({
  powers,
  isToday,
  onDeed,
}: {
  powers: readonly PowerView[];
  /** Deeds are done today: on the page of another day they would seem to be about that day. */
  isToday: boolean;
  onDeed: (deed: Deed, power: PowerView) => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  if (powers.length === 0) return <EmptyState title={t('empty')} detail={t('emptyDetail')} />;
  return (
    <ul className="powers">
      {powers.map((power) => (
        <PowerItem key={power.powerId} power={power} isToday={isToday} onDeed={onDeed} />
      ))}
    </ul>
  );
}

function PowerItem({
  power,
  isToday,
  onDeed,
}: {
  power: PowerView;
  isToday: boolean;
  onDeed: (deed: Deed, power: PowerView) => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  const title = label(power.title);
  const { evaluatedOn, evaluateBy, next } = power;
  return (
    <li className="power">
      <div className="power-main">
        <p className="power-name">
          <strong>{title}</strong>
          {power.isOverdue ? <span className="tag tag-danger">{t('overdue')}</span> : null}
          {next === null ? null : (
            <span className="tag tag-amber">
              {t('becomes', { day: next.validFrom, list: t(listPhrases[next.list]) })}
            </span>
          )}
          <span className="tag">{t(power.isDeclared ? 'declared' : 'local')}</span>
        </p>
        <PowerFacts row={power} />
        {power.exercisedBy.length === 0 ? null : (
          <p>
            {power.over === null ? '' : t('over', { whom: label(power.over.title) })}
            {t('exercisedBy')}
            {marks.colon}
            {power.exercisedBy.map((kind) => (
              <Link key={kind.key} href="/opinions" className="power-exercise">
                {label(kind.title)}
              </Link>
            ))}
          </p>
        )}
        <p className={power.isOverdue ? 'power-evaluation power-overdue' : 'power-evaluation'}>
          {t('evaluation')}
          {marks.colon}
          {evaluatedOn === null ? t('neverEvaluated') : t('evaluatedOn', { day: evaluatedOn })}
          {marks.comma}
          {evaluateBy === null
            ? t('noEvaluateBy')
            : t(power.isOverdue ? 'wasDue' : 'evaluateBy', { day: evaluateBy })}
        </p>
      </div>
      <div className="power-deeds">
        {(isToday ? power.verbs : []).map((verb) => (
          <Button key={verb} aria-label={t(deedPhrases[verb], { title })} onClick={() => onDeed(verb, power)}>
            {t(verb)}
          </Button>
        ))}
        <Button type="text" aria-label={t('historyOf', { title })} onClick={() => onDeed('history', power)}>
          {t('history')}
        </Button>
      </div>
    </li>
  );
}

function PowerDeed({
  chosen,
  choices,
  onClose,
}: {
  chosen: { deed: Deed; power: PowerView } | null;
  choices: PowerRegister['choices'];
  onClose: () => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  const label = useLabel();
  return (
    <DeedDialog
      open={chosen !== null}
      title={chosen === null ? '' : t(deedPhrases[chosen.deed], { title: label(chosen.power.title) })}
      onClose={onClose}
    >
      {chosen === null ? null : chosen.deed === 'reclaim' ? (
        <ConsoleReclaimPower power={chosen.power} orgKinds={choices.orgKinds} onClose={onClose} />
      ) : chosen.deed === 'evaluate' ? (
        <ConsoleEvaluatePower power={chosen.power} onClose={onClose} />
      ) : chosen.deed === 'end' ? (
        <ConsoleEndPower power={chosen.power} onClose={onClose} />
      ) : (
        <ConsolePowerHistory power={chosen.power} />
      )}
    </DeedDialog>
  );
}
