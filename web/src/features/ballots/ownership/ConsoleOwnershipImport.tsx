import '../../areas/import.css';
import '../console-ballots.css';
import './ownership.css';
import { ArrowLeftOutlined, DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Progress, Select } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Refusal } from '../../../console/look/DeedForm.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { PageHead } from '../../../console/shell/PageHead.tsx';
import { enterHomeAreas, importOwnerships, newCommandId, ProblemError } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { nameWithin, type RollEntry } from '../desk/find-entries.ts';
import { ownershipImportPhrases } from './import-phrases.ts';
import { ownershipPhrases } from './ownership-phrases.ts';
import { decodeText, readList } from './read-list.ts';
import { readWorkbook } from './read-workbook.ts';
import {
  type AreaSource,
  type Column,
  type ReadTable,
  type RowFault,
  readTable,
  type TableRow,
} from './table-rows.ts';
import { fetchHomes, useCompounds } from './use-ownership.ts';
import { writeWorkbook } from './write-workbook.ts';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const limitBytes = 20 * 1024 * 1024;
/** As many rows as one request may carry. */
const rowsAtOnce = 2000;
const faultsShown = 100;
const columnWords = {
  code: 'column-code',
  home: 'column-home',
  building: 'column-building',
  unit: 'column-unit',
  door: 'column-door',
  name: 'column-name',
  document: 'column-document',
  phone: 'column-phone',
  developer: 'column-developer',
  voter: 'column-voter',
  area: 'column-area',
  source: 'column-source',
  from: 'column-from',
} as const satisfies Record<Column, keyof typeof ownershipImportPhrases>;
const sources = ['register', 'survey', 'contract'] as const;

/** A table of owners and areas is read and checked on this device, and written when nothing is wrong with it. */
export default function ConsoleOwnershipImport() {
  const t = usePhrases(ownershipImportPhrases);
  const words = usePhrases(ownershipPhrases);
  const [search] = useSearchParams();
  const client = useQueryClient();
  const compounds = useCompounds();
  const asked = search.get('compound') ?? compounds.data?.[0]?.code;
  const place = compounds.data?.find(({ code }) => asked?.startsWith(code));
  const homes = useQuery({
    queryKey: ['ownerships', asked, 'all-homes'],
    queryFn: () => fetchHomes(client, asked ?? ''),
    enabled: place !== undefined,
  });
  if (compounds.isPending || (place !== undefined && homes.isPending)) return <LoadingLines lines={4} />;
  const error = compounds.error ?? homes.error;
  if (error !== null)
    return (
      <FailedState
        isPage
        error={error}
        onRetry={() => void Promise.all([compounds.refetch(), homes.refetch()])}
      />
    );
  if (place === undefined || asked === undefined || homes.data === undefined)
    return <EmptyState isPage title={words('nothingTitle')} detail={words('nothingDetail')} />;
  return (
    <>
      <Link href={`/ownerships?compound=${asked}`} className="back-link soft">
        <ArrowLeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      <PageHead title={`${t('title')} · ${homes.data.name}`} summary={t('lead')}>
        <Template homes={homes.data.homes} place={place.name} />
      </PageHead>
      <Import compound={asked} homes={homes.data.homes} />
    </>
  );
}

/** All homes with their codes, to be filled in: names of homes are then never typed. */
function Template({ homes, place }: { homes: readonly RollEntry[]; place: string }) {
  const t = usePhrases(ownershipImportPhrases);
  const save = () => {
    const heading = [
      '房屋编码',
      '房屋',
      '业主',
      '证件号码',
      '手机号',
      '面积',
      '面积来源',
      '表决人',
      '开发商',
      '取得日期',
    ];
    const lines = homes.map(({ ref, homes: [home] }) => [ref, nameWithin(home?.name ?? '', place)]);
    const url = URL.createObjectURL(
      new Blob([writeWorkbook(t('templateSheet'), [heading, ...lines])], { type: xlsxType }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = `${t('templateName')}.xlsx`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button icon={<DownloadOutlined />} onClick={save}>
      {t('template')}
    </Button>
  );
}

/** Of a workbook: which of its sheets was read, and how many were not. */
interface ReadSheet {
  name: string;
  others: number;
}

type Trouble = 'unreadable' | 'tooLarge' | 'lacksHome' | 'lacksOwner' | 'empty';

function Import({ compound, homes }: { compound: string; homes: readonly RollEntry[] }) {
  const t = usePhrases(ownershipImportPhrases);
  const [table, setTable] = useState<ReadTable | null>(null);
  const [sheet, setSheet] = useState<ReadSheet | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [pasted, setPasted] = useState('');
  const take = (cells: string[][] | null, from: ReadSheet | null = null) => {
    setSheet(from);
    if (cells === null) {
      setTable(null);
      setTrouble('unreadable');
      return;
    }
    const read = readTable(cells, homes);
    const [lacks] = read.lacks;
    setTrouble(
      lacks === 'home'
        ? 'lacksHome'
        : lacks !== undefined
          ? 'lacksOwner'
          : read.rows.length === 0
            ? 'empty'
            : null,
    );
    setTable(read);
  };
  return (
    <div className="ownership-import">
      <ChooseFile
        onTable={take}
        onTooLarge={() => {
          setTable(null);
          setTrouble('tooLarge');
        }}
      />
      <details className="ownership-paste">
        <summary>{t('paste')}</summary>
        <Field title={t('paste')} hint={t('pasteHint')}>
          {(field) => (
            <Input.TextArea
              {...field}
              autoSize={{ minRows: 4, maxRows: 12 }}
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
            />
          )}
        </Field>
        <Button disabled={pasted.trim() === ''} onClick={() => take(readList(pasted))}>
          {t('read')}
        </Button>
      </details>
      {trouble === null ? null : <Alert type="error" role="alert" title={t(trouble)} />}
      {sheet === null ? null : (
        <p>
          {t('sheetRead', { name: sheet.name })}{' '}
          {sheet.others === 0 ? null : <strong>{t('sheetsNotRead', { n: sheet.others })}</strong>}
        </p>
      )}
      {table === null || table.columns.length === 0 ? null : <Columns columns={table.columns} />}
      {table === null || trouble !== null ? null : (
        <Checked
          // Another table is another check.
          key={table.rows.map(({ cells }) => cells.join('\t')).join('\n')}
          compound={compound}
          rows={table.rows}
          sheet={sheet?.name ?? null}
          onAgain={() => {
            setTable(null);
            setSheet(null);
            setPasted('');
          }}
        />
      )}
    </div>
  );
}

function ChooseFile({
  onTable,
  onTooLarge,
}: {
  onTable: (cells: string[][] | null, from?: ReadSheet) => void;
  onTooLarge: () => void;
}) {
  const t = usePhrases(ownershipImportPhrases);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > limitBytes) return onTooLarge();
    const bytes = await file.arrayBuffer();
    if (/\.xlsx$/i.test(file.name)) {
      const book = await readWorkbook(bytes).catch(() => null);
      return book === null
        ? onTable(null)
        : onTable(book.rows, { name: book.sheet, others: book.otherSheets });
    }
    const text = decodeText(bytes);
    onTable(text === null ? null : readList(text));
  };
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
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('choose')}
        accept=".xlsx,.csv,.txt"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file, mended, may be chosen again.
          event.target.value = '';
        }}
      />
      <Button size="large" icon={<UploadOutlined />} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <p className="soft">{t('chooseDetail')}</p>
    </div>
  );
}

function Columns({ columns }: { columns: ReadTable['columns'] }) {
  const t = usePhrases(ownershipImportPhrases);
  return (
    <section aria-labelledby="import-columns">
      <h2 id="import-columns" className="section-title">
        {t('columns')}
      </h2>
      <ul className="ownership-columns">
        {columns
          .filter(({ title }) => title !== '')
          .map(({ title, column }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a table are known by their place
            <li key={index} data-used={column !== null || undefined}>
              {namedAs(title, column === null ? t('ignored') : t(columnWords[column]))}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** A heading is repeated only where it is understood as something else. */
function namedAs(title: string, as: string): string {
  return title === as ? title : `${title} → ${as}`;
}

interface Written {
  entered: number;
  known: number;
  areas: number;
  kept: number;
}

function Checked({
  compound,
  rows,
  sheet,
  onAgain,
}: {
  compound: string;
  rows: readonly TableRow[];
  sheet: string | null;
  onAgain: () => void;
}) {
  const t = usePhrases(ownershipImportPhrases);
  const words = usePhrases(ownershipPhrases);
  const client = useQueryClient();
  const [source, setSource] = useState<AreaSource | null>(null);
  const [tried, setTried] = useState(false);
  const [written, setWritten] = useState(0);
  // One id for each batch, so that the same table sent again after a lost answer writes nothing twice.
  const [commandIds] = useState(() => new Map<string, string>());
  const faulty = rows.filter(({ faults }) => faults.length > 0);
  const needsSource = rows.some(({ area }) => area !== null && area.source === null);
  const commandIdOf = (batch: string): string => {
    const commandId = commandIds.get(batch) ?? newCommandId();
    commandIds.set(batch, commandId);
    return commandId;
  };
  const write = useMutation({
    mutationFn: async (fallback: AreaSource | null): Promise<Written> => {
      const sum: Written = { entered: 0, known: 0, areas: 0, kept: 0 };
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        const batch = rows.slice(at, at + rowsAtOnce);
        const key = `${at} ${fallback}`;
        const owned = ownersOf(batch);
        if (owned.length > 0) {
          const reply = await importOwnerships({
            commandId: commandIdOf(`owners ${key}`),
            compound,
            rows: owned,
          }).catch((error: unknown) => {
            throw new BatchRefused(
              error,
              batch,
              owned.map(({ line }) => line),
            );
          });
          sum.entered += reply.entered;
          sum.known += reply.known;
        }
        const areas = areasOf(batch, fallback);
        if (areas.length > 0) {
          const reply = await enterHomeAreas({
            commandId: commandIdOf(`areas ${key}`),
            compound,
            homes: areas,
          });
          sum.areas += reply.entered;
          sum.kept += reply.kept;
        }
        setWritten(Math.min(rows.length, at + batch.length));
      }
      return sum;
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['ownerships'] }),
  });
  if (write.data !== undefined) {
    const { entered, known, areas, kept } = write.data;
    return (
      <section className="ownership-written" role="status">
        <p className="strong">
          {entered + areas + kept === 0 ? t('doneNothing') : t('done', { entered, known, areas })}
        </p>
        {kept === 0 ? null : <p>{t('areasKept', { n: kept })}</p>}
        <p className="ownership-verbs">
          <Link href={`/ownerships?compound=${compound}`} className="ballot-place">
            {t('back')}
          </Link>
          <Button onClick={onAgain}>{t('again')}</Button>
        </p>
      </section>
    );
  }
  const refused = write.error instanceof BatchRefused ? write.error : null;
  return (
    <section className="ownership-checked" aria-label={t('title')}>
      <p className="figures">
        {t('counts', {
          rows: rows.length,
          owners: rows.filter(({ owner }) => owner !== null).length,
          areas: rows.filter(({ area }) => area !== null).length,
        })}
      </p>
      {faulty.length > 0 ? (
        <Faults rows={faulty} sheet={sheet} />
      ) : (
        <>
          {write.error === null ? <p>{t('noFaults')}</p> : null}
          {needsSource ? (
            <Field
              title={t('sourceOf')}
              hint={words('sourceHint')}
              required
              invalid={tried && source === null ? t('sourceNeeded') : undefined}
            >
              {({ id }) => (
                <Select
                  id={id}
                  className="ownership-source"
                  value={source}
                  placeholder={t('sourceNeeded')}
                  options={sources.map((value) => ({ value, label: words(value) }))}
                  onChange={(value: AreaSource) => setSource(value)}
                />
              )}
            </Field>
          ) : null}
          <Refusal error={refused?.cause ?? write.error} />
          {refused === null ? null : <ServerFaults refused={refused} />}
          {write.error !== null && written > 0 ? <p>{t('partly', { n: written })}</p> : null}
          {write.isPending ? (
            <div role="status">
              <Progress
                percent={Math.round((100 * written) / rows.length)}
                aria-label={t('writing', { done: written, of: rows.length })}
              />
              <p>{t('writing', { done: written, of: rows.length })}</p>
            </div>
          ) : null}
          <p>
            <Button
              type="primary"
              size="large"
              loading={write.isPending}
              onClick={() => {
                setTried(true);
                if (!needsSource || source !== null) write.mutate(source);
              }}
            >
              {t('write', { n: rows.length })}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

function ownersOf(rows: readonly TableRow[]) {
  return rows.flatMap(({ homeCode, owner, line }) =>
    homeCode === null || owner === null ? [] : [{ homeCode, ...owner, line }],
  );
}

function areasOf(rows: readonly TableRow[], fallback: AreaSource | null) {
  return rows.flatMap(({ homeCode, area }) => {
    const source = area?.source ?? fallback;
    return homeCode === null || area === null || source === null
      ? []
      : [{ homeCode, areaDm2: area.areaDm2, source }];
  });
}

/** A batch of rows the server would not take, with the lines its faults are about. */
class BatchRefused extends Error {
  readonly batch: readonly TableRow[];
  /** Of each row that was sent. */
  readonly lines: readonly number[];
  constructor(cause: unknown, batch: readonly TableRow[], lines: readonly number[]) {
    super('refused', { cause });
    this.batch = batch;
    this.lines = lines;
  }
}

/** Each fault with the line it is on in the program the table comes from. */
function Faults({ rows, sheet }: { rows: readonly TableRow[]; sheet: string | null }) {
  const t = usePhrases(ownershipImportPhrases);
  const words = (fault: RowFault) => {
    const wrong = 'what' in fault ? t(fault.phrase, { what: fault.what }) : t(fault.phrase);
    return fault.column === null ? wrong : t('inColumn', { column: letterOf(fault.column), wrong });
  };
  return (
    <div role="alert">
      <p className="strong">{t('faultsTitle', { n: rows.length })}</p>
      <ul className="ownership-faults">
        {rows.slice(0, faultsShown).map(({ line, cells, faults }) => (
          <li key={line}>
            <span className="figures strong">
              {sheet === null ? t('line', { n: line }) : t('sheetLine', { sheet, n: line })}
            </span>
            <span>{faults.map(words).join(t('andThen'))}</span>
            <span className="soft">
              {cells
                .filter((cell) => cell !== '')
                .slice(0, 4)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {rows.length > faultsShown ? (
        <p className="soft">{t('more', { n: rows.length - faultsShown })}</p>
      ) : null}
    </div>
  );
}

/** As spreadsheets call their columns: A, B, … Z, AA. */
function letterOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${letterOf(Math.floor(column / 26) - 1)}${last}`;
}

/** What only the server could know, by the lines of the table. */
function ServerFaults({ refused }: { refused: BatchRefused }) {
  const t = usePhrases(ownershipImportPhrases);
  const { cause } = refused;
  if (!(cause instanceof ProblemError)) return null;
  const faults = (cause.problem.errors ?? []).flatMap(({ at, message }) => {
    const match = /^\/rows\/(\d+)\//.exec(at);
    const line = match === null ? undefined : refused.lines[Number(match[1])];
    // The server counts the rows it was sent; people count those of their table.
    return line === undefined ? [] : [{ line, message: message.replace(/^(第 \d+ 行：|Row \d+: )/, '') }];
  });
  if (faults.length === 0) return null;
  return (
    <ul className="ownership-faults">
      {faults.map(({ line, message }) => (
        <li key={`${line} ${message}`}>
          <span className="figures strong">{t('line', { n: line })}</span>
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
