import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { When } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { useAbility } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import {
  applyImport,
  areaExportPath,
  cancelImport,
  getImport,
  getImports,
  type ImportView,
  importTemplatePath,
  newCommandId,
} from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleImportFaults } from './ConsoleImportFaults.tsx';
import './import.css';
import { importPhrases } from './import-phrases.ts';
import { sendImport } from './send-import.ts';

const limitBytes = 50 * 1024 * 1024;
/** Faults that the server keeps one by one. */
const keptFaults = 100_000;
const lookAgainMs = 1_000;
const accepted = '.xlsx,.csv,.txt,.geojson,.json';
const stateWords = {
  waiting: 'waiting',
  checking: 'checking',
  faulty: 'faulty',
  ready: 'ready',
  applying: 'applying',
  applied: 'applied',
  cancelled: 'cancelled',
  failed: 'failed',
} as const satisfies Record<ImportView['state'], keyof typeof importPhrases>;
const stepWords = {
  read: 'stepRead',
  place: 'stepPlace',
  keep: 'stepKeep',
  write: 'stepWrite',
} as const satisfies Record<NonNullable<ImportView['progress']>['step'], keyof typeof importPhrases>;

const isMoving = ({ state }: ImportView): boolean => ['waiting', 'checking', 'applying'].includes(state);

const toWriteOf = ({ counts }: ImportView): number => (counts?.new ?? 0) + (counts?.changed ?? 0);

/** Files of areas come in and go out: sent, checked, looked at, written; found again by whoever left in between. */
export default function ConsoleImport() {
  const t = usePhrases(importPhrases);
  const isForMe = useAbility('administer');
  if (isForMe) return <Desk />;
  return (
    <>
      <PageHead title={t('title')} />
      <EmptyState title={t('notYoursTitle')} detail={t('notYoursDetail')} />
    </>
  );
}

function Desk() {
  const t = usePhrases(importPhrases);
  const [search, setSearch] = useSearchParams();
  const imports = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => getImports(signal),
    refetchInterval: ({ state }) => (state.data?.imports.some(isMoving) ? lookAgainMs : false),
  });
  const list = imports.data?.imports ?? [];
  const open = search.get('import') ?? list.find(({ verbs }) => verbs.length > 0)?.importId;
  const choose = (importId: string) => setSearch({ import: importId }, { replace: true });
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')}>
        <div className="import-tools">
          <Button href={importTemplatePath} download icon={<DownloadOutlined />}>
            {t('template')}
          </Button>
          <Button href={areaExportPath('xlsx')} download icon={<DownloadOutlined />}>
            {t('exportXlsx')}
          </Button>
          <Button href={areaExportPath('geojson')} download icon={<DownloadOutlined />}>
            {t('exportGeoJson')}
          </Button>
        </div>
      </PageHead>
      <ChooseFile
        isNext={!list.some((one) => one.verbs.includes('apply') && toWriteOf(one) > 0)}
        onSent={choose}
      />
      {open === undefined ? null : <OneImport key={open} importId={open} />}
      {imports.isPending ? (
        <LoadingLines lines={3} />
      ) : imports.data === undefined ? (
        <FailedState error={imports.error} onRetry={() => void imports.refetch()} />
      ) : list.length === 0 ? (
        <EmptyState title={t('empty')} detail={t('emptyDetail')} />
      ) : (
        <section aria-labelledby="imports-earlier">
          <h2 id="imports-earlier" className="section-title">
            {t('earlier')}
          </h2>
          <ul className="imports">
            {list.map((one) => (
              <li key={one.importId}>
                <button
                  type="button"
                  className="import-line"
                  {...(one.importId === open ? { 'aria-current': 'true' as const } : {})}
                  onClick={() => choose(one.importId)}
                >
                  <span className="import-name">{one.fileName}</span>
                  <StateTag one={one} />
                  <span className="soft">
                    {one.counts === null ? null : `${t('summary', one.counts)} · `}
                    {one.createdBy ?? t('atServer')} · <When at={one.createdAt} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function StateTag({ one }: { one: ImportView }) {
  const t = usePhrases(importPhrases);
  return (
    <span className="import-state" data-state={one.state}>
      {t(one.state === 'ready' && toWriteOf(one) === 0 ? 'unchanged' : stateWords[one.state])}
    </span>
  );
}

/** A button and a place to drop on; the file itself is never kept in the page. */
function ChooseFile({ isNext, onSent }: { isNext: boolean; onSent: (importId: string) => void }) {
  const t = usePhrases(importPhrases);
  const frame = usePhrases(consolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const send = useMutation({
    mutationFn: ({ file, commandId }: { file: File; commandId: string }) => sendImport(file, commandId),
    onSuccess: ({ import: one }) => {
      void client.invalidateQueries({ queryKey: ['imports'] });
      onSent(one.importId);
    },
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
  });
  const take = (file: File | undefined) => {
    if (file === undefined || send.isPending) return;
    if (file.size > limitBytes) {
      message.warning(t('tooLarge', { name: file.name }));
      return;
    }
    send.mutate({ file, commandId: newCommandId() });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  useKeys(frame('keysAnywhere'), [{ keys: ['u'], words: t('keyChoose'), run: () => input.current?.click() }]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className="import-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('choose')}
        accept={accepted}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file, mended, may be chosen again.
          event.target.value = '';
        }}
      />
      <Button
        // Red is for what comes next, and that is to write what was checked.
        type={isNext ? 'primary' : 'default'}
        size="large"
        icon={<UploadOutlined />}
        loading={send.isPending}
        onClick={() => input.current?.click()}
      >
        {send.isPending ? t('sending', { name: send.variables.file.name }) : t('choose')}
      </Button>
      <p className="soft">{t('chooseDetail')}</p>
    </div>
  );
}

function OneImport({ importId }: { importId: string }) {
  const t = usePhrases(importPhrases);
  const marks = useMarks();
  const client = useQueryClient();
  const { message } = App.useApp();
  const one = useQuery({
    queryKey: ['import', importId],
    queryFn: async ({ signal }) => (await getImport(importId, signal)).import,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? lookAgainMs : false),
  });
  const act = useMutation({
    mutationFn: ({ verb, commandId }: { verb: 'apply' | 'cancel'; commandId: string }) =>
      (verb === 'apply' ? applyImport : cancelImport)(importId, commandId),
    onSuccess: ({ import: now }) => client.setQueryData(['import', importId], now),
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
      void one.refetch();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['imports'] }),
  });
  if (one.isPending) return <LoadingLines lines={2} />;
  if (one.data === undefined) return <FailedState error={one.error} onRetry={() => void one.refetch()} />;
  const { data } = one;
  const toWrite = toWriteOf(data);
  const press = (verb: 'apply' | 'cancel') => act.mutate({ verb, commandId: newCommandId() });
  return (
    <section className="import-one" aria-labelledby="import-one">
      <div className="section-head">
        <h2 id="import-one">{data.fileName}</h2>
        <StateTag one={data} />
      </div>
      <Going one={data} />
      {data.wasCheckedAgain && data.state === 'ready' ? (
        <p className="import-note">{t('checkedAgain')}</p>
      ) : null}
      {data.failure === null ? null : (
        <p className="import-note">{t('failedDetail', { why: data.failure })}</p>
      )}
      {data.levels.length === 0 ? null : <Counts one={data} />}
      {data.leftOut > 0 ? <p className="soft">{t('leftOut', { n: data.leftOut })}</p> : null}
      {data.sheetsNotRead.length > 0 ? (
        <p className="soft">{t('notRead', { sheets: marks.listed(data.sheetsNotRead) })}</p>
      ) : null}
      {data.verbs.length === 0 ? null : (
        <div className="import-verbs">
          {data.verbs.includes('apply') ? (
            toWrite > 0 ? (
              <Button type="primary" size="large" loading={act.isPending} onClick={() => press('apply')}>
                {t('apply', { n: toWrite.toLocaleString('en') })}
              </Button>
            ) : (
              <p>{t('nothingToDo')}</p>
            )
          ) : null}
          <Button disabled={act.isPending} onClick={() => press('cancel')}>
            {t('cancelImport')}
          </Button>
        </div>
      )}
      {data.faultCount > 0 ? (
        <ConsoleImportFaults
          importId={importId}
          total={Math.min(data.faultCount, keptFaults)}
          count={data.faultCount}
        />
      ) : null}
    </section>
  );
}

/** How far it is, while it is under way. */
function Going({ one }: { one: ImportView }) {
  const t = usePhrases(importPhrases);
  if (!isMoving(one)) return null;
  const { progress } = one;
  const knows = progress !== null && progress.step !== 'read' && progress.of > 0;
  const words =
    progress === null || progress.done === 0
      ? t(stateWords[one.state])
      : t(stepWords[progress.step], {
          done: progress.done.toLocaleString('en'),
          of: progress.of.toLocaleString('en'),
        });
  return (
    <div className="import-going" role="status">
      <Progress
        percent={knows ? Math.round((100 * progress.done) / progress.of) : 100}
        status={knows ? 'normal' : 'active'}
        showInfo={knows}
        aria-label={t(stateWords[one.state])}
      />
      <p>
        {words} <span className="soft">{t('leave')}</span>
      </p>
    </div>
  );
}

function Counts({ one }: { one: ImportView }) {
  const t = usePhrases(importPhrases);
  const label = useLabel();
  const keys = ['new', 'changed', 'same', 'missing'] as const;
  return (
    <>
      <table className="import-counts figures">
        <thead>
          <tr>
            <th scope="col" className="count-level">
              {t('level')}
            </th>
            {keys.map((key) => (
              <th key={key} scope="col" className="count-cell">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {one.levels.map(({ level, levelTitle, counts }) => (
            <tr key={level}>
              <th scope="row" className="count-level">
                {label(levelTitle)}
              </th>
              {keys.map((key) => (
                <td key={key} className="count-cell">
                  {counts[key].toLocaleString('en')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">{t('missingDetail')}</p>
    </>
  );
}
