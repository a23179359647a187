import './external.css';
import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { formDraft } from '../../../console/cases/drafts.ts';
import { Refusal } from '../../../console/look/DeedForm.tsx';
import { EmptyState, FailedState, LoadingLines, problemWords } from '../../../console/look/states.tsx';
import { useStaffSession } from '../../../console/session/session.ts';
import { type BallotFile, type BallotView, fieldMessage, keepBallotFile } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { useBallot } from '../ballot-queries.ts';
import { squareMetres } from '../ballot-words.ts';
import { ConsoleBallotHead } from '../ConsoleBallotHead.tsx';
import { useBallotVerb } from '../use-ballot-verb.ts';
import { ConsoleFigures } from './ConsoleFigures.tsx';
import { sumOf, type TypedFigures, takesOne, tallyOf } from './external-figures.ts';
import { externalPhrases } from './external-phrases.ts';

/** The result a municipal system gave out: its figures and the files that prove them. */
export default function ConsoleExternalCount({ ballotId }: { ballotId: string }) {
  const t = usePhrases(externalPhrases);
  const ballot = useBallot(ballotId);
  if (ballot.isPending) return <LoadingLines lines={4} />;
  if (ballot.data === undefined)
    return <FailedState isPage error={ballot.error} onRetry={() => void ballot.refetch()} />;
  const mayRecord = ballot.data.verbs.some(({ verb }) => verb === 'record-result');
  return (
    <div className="external">
      <ConsoleBallotHead ballot={ballot.data} title={t('title')} />
      {mayRecord ? (
        <RecordForm ballot={ballot.data} />
      ) : (
        <EmptyState title={t('notNowTitle')} detail={t('notNowDetail')} />
      )}
    </div>
  );
}

interface Words {
  system: string;
  number: string;
  figures: TypedFigures;
  files: BallotFile[];
}
const empty: Words = { system: '', number: '', figures: {}, files: [] };
const fileLimitBytes = 20 * 1024 * 1024;

function isWords(kept: unknown): kept is Words {
  return (
    typeof kept === 'object' && kept !== null && 'system' in kept && 'figures' in kept && 'files' in kept
  );
}

function RecordForm({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(externalPhrases);
  const locale = useLocale();
  const { modal } = App.useApp();
  const [, navigate] = useLocation();
  const { person } = useStaffSession();
  const draft = formDraft(person.personId, `external:${ballot.ballotId}`, isWords);
  const [words, setWords] = useState<Words>(() => draft.read() ?? empty);
  const [tried, setTried] = useState(false);
  const change = (more: Partial<Words>) => {
    const next = { ...words, ...more };
    setWords(next);
    draft.keep(next);
  };
  const save = useBallotVerb(ballot, () => {
    draft.drop();
    navigate(`/ballots/${ballot.ballotId}`);
  });
  const counted = tallyOf(ballot.questions, words.figures);
  const fits =
    counted !== undefined &&
    ballot.questions.filter(takesOne).every((question) => {
      const sum = sumOf(question, words.figures);
      return sum?.heads === counted.tookPart.heads && sum.areaDm2 === counted.tookPart.areaDm2;
    });
  const isReady = words.system.trim() !== '' && words.number.trim() !== '' && words.files.length > 0 && fits;
  const submit = () => {
    setTried(true);
    if (!isReady || counted === undefined) return;
    void modal.confirm({
      title: t('recordSure'),
      okText: t('record'),
      cancelText: t('notYet'),
      onOk: () =>
        save.mutate({
          verb: 'record-result',
          external: {
            system: words.system.trim(),
            number: words.number.trim(),
            fileIds: words.files.map(({ fileId }) => fileId),
            ...counted,
          },
        }),
    });
  };
  const missing = (value: string) => (tried && value.trim() === '' ? t('needed') : undefined);
  return (
    <form
      className="external-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{t('lead')}</p>
      <Refusal error={save.error} />
      <div className="external-pair">
        <Field
          title={t('system')}
          hint={t('systemHint')}
          required
          invalid={missing(words.system) ?? fieldMessage(save.error, '/external/system')}
        >
          {(field) => (
            <Input
              {...field}
              maxLength={120}
              value={words.system}
              onChange={(event) => change({ system: event.target.value })}
            />
          )}
        </Field>
        <Field
          title={t('number')}
          required
          invalid={missing(words.number) ?? fieldMessage(save.error, '/external/number')}
        >
          {(field) => (
            <Input
              {...field}
              maxLength={120}
              value={words.number}
              onChange={(event) => change({ number: event.target.value })}
            />
          )}
        </Field>
      </div>
      <FilesField
        ballotId={ballot.ballotId}
        files={words.files}
        invalid={
          tried && words.files.length === 0 ? t('neededFile') : fieldMessage(save.error, '/external/fileIds')
        }
        onChange={(files) => change({ files })}
      />
      {ballot.roll === null ? null : (
        <p className="soft">
          {t('onRoll', {
            heads: ballot.roll.total.heads,
            m2: squareMetres(ballot.roll.total.areaDm2, locale),
          })}
        </p>
      )}
      <ConsoleFigures
        questions={ballot.questions}
        figures={words.figures}
        onChange={(figures) => change({ figures })}
      />
      {tried && !fits ? (
        <p className="field-error" role="alert">
          {t('wrongNumber')}
        </p>
      ) : null}
      <div className="external-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
          {t('record')}
        </Button>
      </div>
    </form>
  );
}

function FilesField({
  ballotId,
  files,
  invalid,
  onChange,
}: {
  ballotId: string;
  files: readonly BallotFile[];
  invalid: string | undefined;
  onChange: (files: BallotFile[]) => void;
}) {
  const t = usePhrases(externalPhrases);
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<string | null>(null);
  const add = async (chosen: readonly File[]) => {
    const kept = [...files];
    for (const file of chosen) {
      if (file.size > fileLimitBytes) {
        message.warning(t('tooLarge', { name: file.name }));
        continue;
      }
      setSending(file.name);
      try {
        const one = await keepBallotFile(ballotId, file);
        if (!kept.some(({ fileId }) => fileId === one.fileId)) kept.push(one);
      } catch (error) {
        const words = problemWords(error, t('noAnswer'));
        message.warning(`${words.title} ${words.detail}`.trim());
      }
    }
    setSending(null);
    onChange(kept);
  };
  return (
    <fieldset className="field external-files">
      <legend>{t('files')} *</legend>
      <p className="field-hint">{t('filesHint')}</p>
      {files.length === 0 ? null : (
        <ul>
          {files.map(({ fileId, name, sha256 }) => (
            <li key={fileId}>
              <PaperClipOutlined aria-hidden="true" />
              <span>
                {name} <code>{sha256.slice(0, 12)}…</code>
              </span>
              <Button
                type="text"
                icon={<CloseOutlined />}
                aria-label={t('remove', { name })}
                onClick={() => onChange(files.filter((one) => one.fileId !== fileId))}
              />
            </li>
          ))}
        </ul>
      )}
      <p role="status">{sending === null ? null : t('sending', { name: sending })}</p>
      <div>
        <Button loading={sending !== null} onClick={() => input.current?.click()}>
          {t('addFile')}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={t('addFile')}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {invalid === undefined ? null : <p className="field-error">{invalid}</p>}
    </fieldset>
  );
}
