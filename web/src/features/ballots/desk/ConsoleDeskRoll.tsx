import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { type BallotDesk, type BallotView, handPapers } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { useDebounced } from '../../../ui/time/debounced.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { squareMetres } from '../ballot-words.ts';
import { ConsoleVoidPaper } from './ConsoleVoidPaper.tsx';
import { deskPhrases } from './desk-phrases.ts';
import { type DeskPaper, lookAtDesk, useDesk } from './desk-queries.ts';
import { stateWords, useEntryTitle } from './paper-words.ts';

const states = ['all', 'none', 'one-reading', 'agreed', 'differs'] as const;
type State = (typeof states)[number];
const pageSize = 50;

/** All papers of the roll and how each stands; of a secret ballot the urn, and the serials. */
export function ConsoleDeskRoll({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const [words, setWords] = useState('');
  const [state, setState] = useState<State>('all');
  const [shown, setShown] = useState(pageSize);
  const [voiding, setVoiding] = useState<DeskPaper | null>(null);
  const [handing, setHanding] = useState<DeskPaper | null>(null);
  const q = useDebounced(words.trim(), 300);
  const desk = useDesk(ballot, {
    ...(q === '' ? {} : { q }),
    ...(state === 'all' ? {} : { state }),
    limit: shown,
  });
  const mayRead = ballot.desk?.mayRead === true;
  return (
    <section aria-label={t('tabRoll')}>
      {ballot.secret ? <p className="desk-lead">{t('handLead')}</p> : null}
      <search className="filters" aria-label={t('search')}>
        <Input
          className="filter-words"
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setShown(pageSize);
          }}
        />
        <Select<State>
          className="desk-state"
          aria-label={t('states')}
          value={state}
          options={states.map((value) => ({
            value,
            label: t(value === 'all' ? 'state-all' : stateWords[value]),
          }))}
          onChange={(value) => {
            setState(value);
            setShown(pageSize);
          }}
        />
      </search>
      {desk.isPending ? (
        <LoadingLines lines={4} />
      ) : desk.data === undefined ? (
        <FailedState error={desk.error} onRetry={() => void desk.refetch()} />
      ) : (
        <>
          <Proxies desk={desk.data} most={ballot.maxProxies ?? 0} />
          {desk.data.papers.length === 0 ? (
            <EmptyState title={t('rollNone')} detail={t('rollNoneDetail')} />
          ) : (
            <ul className="desk-roll">
              {desk.data.papers.map((paper) => (
                <RollLine
                  key={`${paper.entryId === null ? 'paper' : 'entry'} ${paper.ref}`}
                  paper={paper}
                  isSecret={ballot.secret}
                  onVoid={mayRead && paper.readBy.length > 0 ? () => setVoiding(paper) : null}
                  onHand={
                    ballot.phase === 'voting' &&
                    ballot.secret &&
                    paper.entryId !== null &&
                    !paper.isHanded &&
                    !paper.isOnline
                      ? () => setHanding(paper)
                      : null
                  }
                />
              ))}
            </ul>
          )}
          {desk.data.total > shown ? (
            <Button className="desk-more" onClick={() => setShown(Math.min(500, shown + 150))}>
              {t('more', { n: desk.data.total - shown })}
            </Button>
          ) : null}
        </>
      )}
      <ConsoleVoidPaper ballotId={ballot.ballotId} paper={voiding} onClose={() => setVoiding(null)} />
      <DeedDialog
        open={handing !== null}
        title={handing === null ? '' : t('handOf', { title: titleOf(handing) })}
        onClose={() => setHanding(null)}
      >
        {handing === null ? null : (
          <HandForm ballot={ballot} entry={handing} onClose={() => setHanding(null)} />
        )}
      </DeedDialog>
    </section>
  );
}

function Proxies({ desk, most }: { desk: BallotDesk; most: number }) {
  const t = usePhrases(deskPhrases);
  if (desk.proxies.length === 0) return null;
  return (
    <details className="desk-proxies">
      <summary>
        {t('proxies')} <span className="figures soft">{desk.proxies.length}</span>
      </summary>
      <ul>
        {desk.proxies.map(({ name, papers }) => (
          <li key={name}>{t('proxyLine', { name, n: papers, max: most })}</li>
        ))}
      </ul>
    </details>
  );
}

function RollLine({
  paper,
  isSecret,
  onVoid,
  onHand,
}: {
  paper: DeskPaper;
  isSecret: boolean;
  onVoid: (() => void) | null;
  onHand: (() => void) | null;
}) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const locale = useLocale();
  const isSerial = paper.entryId === null;
  const title = isSerial ? t('sheetSerial', { ref: paper.ref }) : titleOf(paper);
  const isPaper = paper.state === 'agreed' || paper.isHanded;
  return (
    <li className="desk-roll-line">
      <div>
        <p>
          <strong>{title}</strong>{' '}
          {paper.isOnline ? (
            <span className="tag tag-amber">{t(isSecret ? 'issued' : isPaper ? 'replaced' : 'online')}</span>
          ) : null}
        </p>
        <p className="soft">
          {[
            isSerial ? '' : t('sheetSerial', { ref: paper.ref }),
            paper.areaDm2 > 0 ? `${squareMetres(paper.areaDm2, locale)} m²` : '',
            paper.readBy.length === 0
              ? ''
              : t('readByNames', { names: paper.readBy.map(({ name }) => name).join(t('listed')) }),
          ]
            .filter((one) => one !== '')
            .join(' · ')}
        </p>
      </div>
      <span className={`desk-is desk-is-${paper.state}`}>
        {isSecret && !isSerial ? (paper.isHanded ? t('handed') : '') : t(stateWords[paper.state])}
      </span>
      <span className="desk-roll-deeds">
        {onHand === null ? null : (
          <Button aria-label={t('handOf', { title })} onClick={onHand}>
            {t('handShort')}
          </Button>
        )}
        {onVoid === null ? null : (
          <Button type="text" aria-label={t('voidOf', { title })} onClick={onVoid}>
            {t('voidPaper')}
          </Button>
        )}
      </span>
    </li>
  );
}

function HandForm({ ballot, entry, onClose }: { ballot: BallotView; entry: DeskPaper; onClose: () => void }) {
  const t = usePhrases(deskPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const [proxy, setProxy] = useState('');
  const save = useMutation({
    mutationFn: (body: { refs: string[]; proxy?: { name: string } }) =>
      handPapers(ballot.ballotId, { ...body, commandId: commandIdFor(body) }),
    onSuccess: () => {
      message.success(t('handed1'));
      lookAtDesk(client, ballot.ballotId);
      onClose();
    },
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('hand')}
      onSubmit={() =>
        save.mutate({
          refs: [entry.ref],
          ...(proxy.trim() === '' ? {} : { proxy: { name: proxy.trim() } }),
        })
      }
      onClose={onClose}
    >
      {ballot.channels.includes('proxy') ? (
        <Field title={t('handProxy')} hint={t('proxyHint', { n: ballot.maxProxies ?? 0 })}>
          {(field) => (
            <Input
              {...field}
              maxLength={60}
              value={proxy}
              onChange={(event) => setProxy(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </DeedForm>
  );
}
