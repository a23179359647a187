import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { caseKey, showCase } from '../../console/cases/case-cache.ts';
import { currentCase } from '../../console/cases/current-case.ts';
import type { Told } from '../../console/cases/desk.ts';
import { dropDraft, keepDraft, readDraft } from '../../console/cases/drafts.ts';
import {
  emptyDraft,
  isStarted,
  type MissingField,
  missingFields,
  notePhotos,
  noteVerbs,
  offeredNow,
  requestOf,
  type VerbDraft,
} from '../../console/cases/verb-request.ts';
import { fetchOrKept, keep, kept } from '../../console/field/kept.ts';
import {
  giveUpWaiting,
  photosOfWaiting,
  type WaitingBody,
  type WaitingVerb,
  waitWith,
  withPhotos,
} from '../../console/field/waiting.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { Due } from '../../console/look/Due.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type CaseSummary,
  type CaseView,
  doVerb,
  fieldMessage,
  getCase,
  getHolders,
  NoAnswerError,
  newCommandId,
  type Problem,
  ProblemError,
  type VerbView,
} from '../../ui/api/index.ts';
import { uploadPhoto } from '../../ui/api/photo-upload.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleConflict } from './ConsoleConflict.tsx';
import { ConsoleVerbFields, useHolders } from './ConsoleVerbFields.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

export interface OpenForm {
  one: CaseSummary;
  verb: VerbView;
  told?: Told | undefined;
  /** The case has moved on already when the form opens. */
  conflict?: CaseView;
  /** A deed done without signal that came back. */
  waiting?: WaitingVerb;
}

interface Props {
  form: OpenForm | null;
  onClose: () => void;
  /** Null: kept on the device until signal is back. */
  onDone: (one: CaseSummary, verb: VerbView, view: CaseView | null) => void;
}

/** The drawer a verb is filled in with: from the right at a desk, from below on a phone. */
export default function ConsoleVerbForm({ form, onClose, onDone }: Props) {
  const t = usePhrases(consolePhrases);
  const label = useLabel();
  const phone = useIsPhone();
  // The form that was last open stays drawn while the drawer slides away.
  const [shown, setShown] = useState<{ form: OpenForm; edition: number } | null>(null);
  useEffect(() => {
    if (form !== null) setShown((before) => ({ form, edition: (before?.edition ?? 0) + 1 }));
  }, [form]);
  useKeys('form', [], { closed: true, on: form !== null });
  const body = useRef<HTMLDivElement>(null);

  return (
    <Drawer
      open={form !== null}
      onClose={onClose}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '92%' : 520}
      title={shown === null ? null : `${label(shown.form.verb.title)} · ${shown.form.one.number}`}
      aria-label={shown === null ? t('close') : `${label(shown.form.verb.title)} · ${shown.form.one.number}`}
      closable={{ 'aria-label': t('close'), placement: 'end' }}
      className="verb-drawer"
      destroyOnHidden
      // Lines change places after a deed, so the list itself says where the focus goes.
      focusable={{ focusTriggerAfterClose: shown?.form.told?.onClosed === undefined }}
      afterOpenChange={(open) => {
        if (!open) {
          shown?.form.told?.onClosed?.();
          return;
        }
        // Holders are on their way: their list takes the focus when it is there.
        if (body.current?.querySelector('[data-holders-pending]') !== null) return;
        const first =
          body.current?.querySelector<HTMLElement>('[data-autofocus]') ??
          body.current?.querySelector<HTMLElement>('input:not([type=file]), textarea, select, button');
        first?.focus();
      }}
    >
      <div ref={body}>
        {shown === null ? null : (
          <FormBody key={shown.edition} form={shown.form} onClose={onClose} onDone={onDone} />
        )}
      </div>
    </Drawer>
  );
}

const photoIdOf = new WeakMap<Blob, string>();

function FormBody({
  form,
  onClose,
  onDone,
}: {
  form: OpenForm;
  onClose: () => void;
  onDone: Props['onDone'];
}) {
  const t = usePhrases(caseConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const session = useStaffSession();
  const personId = session.person.personId;
  const client = useQueryClient();
  const { one, waiting } = form;

  const [verb, setVerb] = useState(() =>
    form.conflict === undefined ? form.verb : (offeredNow(form.conflict, form.verb.verb) ?? form.verb),
  );
  const [draft, setDraft] = useState<VerbDraft>(() =>
    waiting === undefined ? readDraft(personId, one.caseId, form.verb.verb) : draftOf(waiting.body),
  );
  const [restored] = useState(() => waiting === undefined && isStarted(draft));
  const [photos, setPhotos] = useState<Record<string, Blob[]>>({});
  const [conflict, setConflict] = useState<CaseView | null>(form.conflict ?? null);
  const [seenSeq, setSeenSeq] = useState(waiting?.body.seq ?? one.seq);
  const [error, setError] = useState<unknown>(
    waiting?.refusal == null ? null : refusalUnlessStale(waiting.refusal),
  );
  const [missing, setMissing] = useState<MissingField[]>([]);
  const [progress, setProgress] = useState<{ n: number; of: number } | 'sending' | null>(null);
  const command = useRef<{ id: string; body: string } | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const photoKey = `draft-photos:${personId}:${one.caseId}:${form.verb.verb}`;

  const page = useQuery({
    queryKey: caseKey(one.caseId),
    queryFn: ({ signal }) => fetchOrKept(`case:${personId}:${one.caseId}`, () => getCase(one.caseId, signal)),
    enabled: verb.verb === 'sign-part',
  });
  const holders = useHolders([one.caseId], verb, (caseId) => getHolders(caseId, verb.verb));

  // Photos chosen before a reload, or those of a deed that came back.
  useEffect(() => {
    let left = false;
    const read = async () => {
      if (waiting !== undefined) {
        const blobs = await photosOfWaiting(waiting.commandId);
        let from = 0;
        const byAsk: Record<string, Blob[]> = {};
        for (const [ask, count] of waiting.body.photoAsks ?? []) {
          byAsk[ask] = blobs.slice(from, from + count);
          from += count;
        }
        if (!left) setPhotos(byAsk);
        return;
      }
      const found = await kept<Record<string, Blob[]>>(photoKey);
      if (!left && found !== null) setPhotos(found.data);
    };
    void read();
    return () => {
      left = true;
    };
  }, [waiting, photoKey]);

  const change = (part: Partial<VerbDraft>) => {
    setMissing([]);
    setDraft((before) => {
      const next = { ...before, ...part };
      if (waiting === undefined) keepDraft(personId, one.caseId, form.verb.verb, next);
      return next;
    });
  };
  const changePhotos = (ask: string, blobs: Blob[]) => {
    setMissing([]);
    setPhotos((before) => {
      const next = { ...before, [ask]: blobs };
      if (waiting === undefined) void keep(photoKey, next);
      return next;
    });
  };
  const forget = async () => {
    dropDraft(personId, one.caseId, form.verb.verb);
    await keep(photoKey, {});
    if (waiting !== undefined) await giveUpWaiting(waiting.commandId);
  };

  const submit = async () => {
    if (progress !== null) return;
    const counts = Object.fromEntries(Object.entries(photos).map(([ask, blobs]) => [ask, blobs.length]));
    const lacking = missingFields(verb, draft, counts);
    setMissing(lacking);
    setError(null);
    if (lacking.length > 0) {
      requestAnimationFrame(() => {
        const field = element.current?.querySelector('[aria-invalid=true], .field:has(.field-error)');
        const control = field?.matches('input, textarea')
          ? field
          : field?.querySelector('input, textarea, button');
        if (control instanceof HTMLElement) control.focus();
      });
      return;
    }
    const asked = photoKeys(verb).filter((ask) => (photos[ask]?.length ?? 0) > 0);
    const photoAsks = asked.map((ask): [string, number] => [ask, photos[ask]?.length ?? 0]);
    const blobs = asked.flatMap((ask) => photos[ask] ?? []);
    const seq = conflict?.seq ?? seenSeq;
    const body: WaitingBody = {
      ...requestOf(verb, draft, seq),
      ...(photoAsks.length > 0 ? { photoAsks } : {}),
    };
    // The same words go again under the same id; other words are another deed.
    const words = JSON.stringify([verb.verb, body, blobs.length]);
    if (command.current?.body !== words) command.current = { id: newCommandId(), body: words };
    const commandId = command.current.id;
    try {
      const photoIds: string[] = [];
      for (const [index, blob] of blobs.entries()) {
        setProgress({ n: index + 1, of: blobs.length });
        let photoId = photoIdOf.get(blob);
        if (photoId === undefined) {
          photoId = (await uploadPhoto({ blob, city: session.city.key, uploadUrl: null })).photoId;
          photoIdOf.set(blob, photoId);
        }
        photoIds.push(photoId);
      }
      setProgress('sending');
      const ready = withPhotos({ ...body, commandId, ...(photoIds.length > 0 ? { photoIds } : {}) });
      const reply = await doVerb(one.caseId, verb.verb, ready);
      await forget();
      form.told?.onDone?.(reply.case);
      onDone(one, verb, reply.case);
    } catch (failure) {
      if (failure instanceof NoAnswerError) {
        await waitWith({
          commandId,
          city: session.city.key,
          person: personId,
          caseId: one.caseId,
          verb: verb.verb,
          title: `${one.number} · ${label(verb.title)}`,
          body,
          photos: blobs,
        });
        if (waiting === undefined || waiting.commandId !== commandId) await forget();
        form.told?.onDone?.(null);
        onDone(one, verb, null);
        return;
      }
      // A refusal has used this id up.
      command.current = null;
      const view = currentCase(failure);
      if (view !== null) {
        showCase(client, personId, view);
        setConflict(view);
        setVerb((before) => offeredNow(view, before.verb) ?? before);
        element.current?.scrollIntoView({ block: 'start' });
      } else {
        setError(failure);
      }
      setProgress(null);
    }
  };

  const goOn = conflict === null || offeredNow(conflict, verb.verb) !== undefined;
  return (
    <form
      ref={element}
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (goOn) void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !goOn) return;
        event.preventDefault();
        void submit();
      }}
    >
      <div className="verb-form-case">
        <p className="verb-form-title">{one.title}</p>
        <p className="verb-form-meta">
          {one.areaName}
          {one.spot === null ? '' : ` · ${one.spot}`}
        </p>
        <Due one={conflict ?? one} />
      </div>
      {conflict === null ? null : (
        <ConsoleConflict
          view={conflict}
          seenSeq={seenSeq}
          verb={verb}
          onOther={(other) => {
            setVerb(other);
            setSeenSeq(conflict.seq);
          }}
        />
      )}
      {error === null ? null : (
        <Alert
          type="error"
          role="alert"
          title={error instanceof ProblemError ? error.problem.title : t('noAnswer')}
          description={error instanceof ProblemError ? error.problem.detail : undefined}
        />
      )}
      {restored ? <p className="field-hint">{t('draftKept')}</p> : null}
      <ConsoleVerbFields
        verb={verb}
        draft={draft}
        photos={photos}
        holders={{ data: holders.data, error: holders.error }}
        view={conflict ?? page.data?.data.case}
        one={one}
        missing={missing}
        refusalOf={(pointer) => fieldMessage(error, pointer)}
        onDraft={change}
        onPhotos={changePhotos}
      />
      <div className="verb-form-foot">
        {goOn ? (
          <Button type="primary" htmlType="submit" loading={progress !== null} size="large">
            {progress === null
              ? conflict === null
                ? label(verb.title)
                : t('conflictGoOn')
              : progress === 'sending'
                ? t('sending')
                : t('uploading', progress)}
          </Button>
        ) : null}
        {waiting === undefined ? (
          <Button size="large" onClick={onClose}>
            {frame('cancel')}
          </Button>
        ) : (
          <Button
            size="large"
            onClick={() => {
              void forget();
              onClose();
            }}
          >
            {t('giveUp')}
          </Button>
        )}
        <span className="verb-form-keys">{t('submitKeys')}</span>
      </div>
    </form>
  );
}

/** Where photos may be put. */
function photoKeys(verb: VerbView): string[] {
  const asked = verb.asks.filter((ask) => ask.kind === 'photo').map((ask) => ask.key);
  return asked.length === 0 && noteVerbs.has(verb.verb) ? [notePhotos] : asked;
}

/** What a waiting request says, back as a draft. Names of holders come with the list of holders. */
export function draftOf(body: WaitingBody): VerbDraft {
  const to = body.to ?? body.part?.holder;
  return {
    ...emptyDraft,
    reason: body.reason ?? '',
    answers: body.answers ?? {},
    pause: body.pause ?? null,
    rating: body.rating?.answer ?? null,
    task: body.part?.task ?? '',
    result: body.part?.result ?? '',
    partId: body.part?.partId ?? null,
    resolution: body.resolution ?? '',
    dueOn: body.dueOn ?? null,
    severity: body.severity ?? null,
    category: body.category ?? null,
    into: body.into === undefined ? null : { caseId: body.into, number: '', title: '' },
    holder:
      to === undefined
        ? null
        : {
            postId: to.postId ?? null,
            role: to.role,
            roleTitle: { zh: '', en: '' },
            orgId: to.orgId,
            orgName: '',
            personId: null,
            name: null,
          },
  };
}

/** A stale state is shown as a conflict, not as an error above it. */
function refusalUnlessStale(refusal: Problem): ProblemError | null {
  const error = new ProblemError(refusal);
  return currentCase(error) === null ? error : null;
}
