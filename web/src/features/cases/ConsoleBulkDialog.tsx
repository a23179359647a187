import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { refreshLists } from '../../console/cases/case-cache.ts';
import {
  emptyDraft,
  type MissingField,
  missingFields,
  requestOf,
  type VerbDraft,
} from '../../console/cases/verb-request.ts';
import { withPhotos } from '../../console/field/waiting.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type BulkReply,
  type CaseSummary,
  doBulk,
  getHolders,
  newCommandId,
  ProblemError,
  type VerbView,
} from '../../ui/api/index.ts';
import { uploadPhoto } from '../../ui/api/photo-upload.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleVerbFields, useHolders } from './ConsoleVerbFields.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** One deed on many: the form once, then the outcome of each by itself. */
export default function ConsoleBulkDialog({
  deed,
  onClose,
  onDone,
}: {
  deed: { verb: VerbView; cases: CaseSummary[] } | null;
  onClose: () => void;
  onDone: (doneIds: string[]) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  useKeys('bulk', [], { closed: true, on: deed !== null });
  return (
    <Modal
      open={deed !== null}
      onCancel={onClose}
      title={deed === null ? '' : t('bulkTitle', { verb: label(deed.verb.title), n: deed.cases.length })}
      footer={null}
      width={620}
      destroyOnHidden
      closable={{ 'aria-label': t('clearSelection') }}
    >
      {deed === null ? null : <BulkForm deed={deed} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function BulkForm({
  deed: { verb, cases },
  onClose,
  onDone,
}: {
  deed: { verb: VerbView; cases: CaseSummary[] };
  onClose: () => void;
  onDone: (doneIds: string[]) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const client = useQueryClient();
  const session = useStaffSession();
  const [draft, setDraft] = useState<VerbDraft>(emptyDraft);
  const [photos, setPhotos] = useState<Record<string, Blob[]>>({});
  const [missing, setMissing] = useState<MissingField[]>([]);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [results, setResults] = useState<BulkReply['results'] | null>(null);
  // Born with the dialog: pressing again after a lost answer does nothing twice.
  const commandIds = useRef(new Map(cases.map((one) => [one.caseId, newCommandId()])));
  // One of each responsible organisation speaks for the others of it: their holders are the same.
  const speakers = [
    ...new Map(cases.map((one) => [`${one.responsible?.orgId}:${one.areaCode}`, one.caseId])).values(),
  ];
  const holders = useHolders(speakers, verb, (caseId) => getHolders(caseId, verb.verb));

  const submit = async () => {
    const lacking = missingFields(
      verb,
      draft,
      Object.fromEntries(Object.entries(photos).map(([ask, blobs]) => [ask, blobs.length])),
    );
    setMissing(lacking);
    setError(null);
    if (lacking.length > 0 || sending) return;
    setSending(true);
    try {
      const photoAsks = verb.asks
        .filter((ask) => ask.kind === 'photo')
        .map((ask): [string, number] => [ask.key, photos[ask.key]?.length ?? 0]);
      const photoIds: string[] = [];
      for (const [ask] of photoAsks) {
        for (const blob of photos[ask] ?? []) {
          photoIds.push((await uploadPhoto({ blob, city: session.city.key, uploadUrl: null })).photoId);
        }
      }
      const {
        commandId: _,
        seq: __,
        ...body
      } = withPhotos({
        ...requestOf(verb, draft, 1),
        commandId: '',
        ...(photoIds.length > 0 ? { photoAsks, photoIds } : {}),
      });
      const reply = await doBulk({
        verb: verb.verb,
        items: cases.map((one) => ({
          caseId: one.caseId,
          seq: one.seq,
          commandId: commandIds.current.get(one.caseId) ?? newCommandId(),
        })),
        with: body,
      });
      setResults(reply.results);
      onDone(reply.results.filter((result) => result.ok).map((result) => result.caseId));
      refreshLists(client);
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  };

  if (results !== null) return <BulkOutcome verb={verb} cases={cases} results={results} onClose={onClose} />;
  const nobody = verb.to.length > 0 && holders.data?.holders.length === 0;
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ul className="bulk-cases">
        {cases.slice(0, 5).map((one) => (
          <li key={one.caseId}>
            <span className="number">{one.number}</span> {one.title}
          </li>
        ))}
        {cases.length > 5 ? <li className="soft">… {t('columnCount', { n: cases.length })}</li> : null}
      </ul>
      {error === null ? null : (
        <Alert
          type="error"
          role="alert"
          title={error instanceof ProblemError ? error.problem.title : t('noAnswer')}
          description={error instanceof ProblemError ? error.problem.detail : undefined}
        />
      )}
      {nobody ? (
        <Alert type="warning" title={t('bulkNoCommonHolder')} />
      ) : (
        <ConsoleVerbFields
          verb={verb}
          draft={draft}
          photos={photos}
          holders={{ data: holders.data, error: holders.error }}
          view={undefined}
          one={null}
          missing={missing}
          refusalOf={() => undefined}
          onDraft={(change) => {
            setMissing([]);
            setDraft((before) => ({ ...before, ...change }));
          }}
          onPhotos={(ask, blobs) => setPhotos((before) => ({ ...before, [ask]: blobs }))}
        />
      )}
      <div className="verb-form-foot">
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          loading={sending}
          disabled={nobody}
          autoFocus={verb.to.length === 0}
        >
          {t('bulkTitle', { verb: label(verb.title), n: cases.length })}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}

function BulkOutcome({
  verb,
  cases,
  results,
  onClose,
}: {
  verb: VerbView;
  cases: CaseSummary[];
  results: BulkReply['results'];
  onClose: () => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const failed = results.filter((result) => !result.ok);
  const ok = results.length - failed.length;
  // What was not done stands first: it is what is left to do.
  const ordered = [...failed, ...results.filter((result) => result.ok)];
  return (
    <div className="verb-form">
      <p role="status" className="bulk-sum">
        {label(verb.title)}
        {marks.colon}
        {failed.length === 0 ? t('bulkAllDone', { ok }) : t('bulkDone', { ok, failed: failed.length })}
      </p>
      <ul className="outcomes" aria-label={t('bulkOutcome')}>
        {ordered.map((result) => {
          const one = cases.find((candidate) => candidate.caseId === result.caseId);
          return (
            <li key={result.caseId} data-ok={result.ok}>
              {result.ok ? (
                <CheckCircleOutlined aria-hidden="true" />
              ) : (
                <ExclamationCircleOutlined aria-hidden="true" />
              )}
              <span>
                <Link href={`/cases/${result.caseId}`}>{one?.title ?? result.caseId}</Link>
                <span className="soft">
                  {' '}
                  {one?.number} · {result.ok ? t('outcomeDone') : (result.title ?? t('outcomeRefused'))}
                </span>
                {result.ok || result.detail === undefined ? null : (
                  <span className="outcome-why">{result.detail}</span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="verb-form-foot">
        <Button size="large" autoFocus onClick={onClose}>
          {frame('close')}
        </Button>
      </div>
    </div>
  );
}
