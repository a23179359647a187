import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { formDraft } from '../../console/cases/drafts.ts';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type AgendaItem,
  endItem,
  fieldMessage,
  getItemHolders,
  type HolderView,
  itemBecomesCase,
  noteItem,
  putMotion,
  type ResolveItem,
  resolveItem,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { holderKey } from '../cases/ConsoleHolderPicker.tsx';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';
import { itemDeedWords } from './room-words.ts';

/** In the order of the buttons: what ends an item well first. `answer` is asked elsewhere, since duties are answered outside too. */
export const itemDeeds = [
  'resolve',
  'put-motion',
  'carry-over',
  'send-up',
  'send-down',
  'become-case',
  'note',
  'withdraw',
] as const;
export type ItemDeed = (typeof itemDeeds)[number];

/** What is done with an item, each with what must be said of it. */
export function ConsoleItemDeed({
  gatheringId,
  item,
  deed,
  onClose,
}: {
  gatheringId: string;
  item: AgendaItem;
  deed: ItemDeed | null;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const props = { gatheringId, item, onClose };
  return (
    <DeedDialog
      open={deed !== null}
      title={deed === null ? '' : t(itemDeedWords[deed].title)}
      onClose={onClose}
    >
      <p className="verb-form-case verb-form-title">{item.title}</p>
      {deed === null ? null : deed === 'resolve' ? (
        <ResolveForm {...props} />
      ) : deed === 'become-case' ? (
        <BecomeCaseForm {...props} />
      ) : deed === 'put-motion' ? (
        <WordsForm
          {...props}
          deed={deed}
          send={({ words, commandId }) => putMotion(gatheringId, item.itemId, { commandId, text: words })}
        />
      ) : deed === 'note' ? (
        <WordsForm
          {...props}
          deed={deed}
          optional
          send={({ words, commandId }) =>
            noteItem(gatheringId, item.itemId, { commandId, ...(words === '' ? {} : { words }) })
          }
        />
      ) : (
        <WordsForm
          {...props}
          deed={deed}
          send={({ words, commandId }) =>
            endItem(gatheringId, item.itemId, deed, { commandId, reason: words })
          }
        />
      )}
    </DeedDialog>
  );
}

interface FormProps {
  gatheringId: string;
  item: AgendaItem;
  onClose: () => void;
}

const areWords = (kept: unknown): kept is { words: string } =>
  typeof kept === 'object' && kept !== null && 'words' in kept && typeof kept.words === 'string';

/** A text and nothing else: a reason, a motion, a remark. */
function WordsForm({
  item,
  deed,
  optional = false,
  send,
  onClose,
}: FormProps & {
  deed: Exclude<ItemDeed, 'resolve' | 'become-case'>;
  optional?: boolean;
  send: (body: { words: string; commandId: string }) => Promise<unknown>;
}) {
  const t = usePhrases(roomPhrases);
  const { person } = useStaffSession();
  const kept = formDraft(person.personId, `item-${item.itemId}-${deed}`, areWords);
  const [words, setWords] = useState(() => kept.read()?.words ?? '');
  const [tried, setTried] = useState(false);
  const save = useDeed<{ words: string }>(send, {
    done: t(itemDeedWords[deed].done),
    onDone: () => {
      kept.drop();
      onClose();
    },
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(itemDeedWords[deed].title)}
      onSubmit={() => {
        setTried(true);
        if (optional || words.trim() !== '') save.mutate({ words: words.trim() });
      }}
      onClose={onClose}
    >
      <p>{t(itemDeedWords[deed].lead)}</p>
      <Field
        title={t(deed === 'put-motion' ? 'motionText' : deed === 'note' ? 'noteText' : 'reason')}
        required={!optional}
        invalid={tried && !optional && words.trim() === '' ? t('needed') : undefined}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={deed === 'put-motion' || deed === 'note' ? 1000 : 500}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              kept.keep({ words: event.target.value });
            }}
          />
        )}
      </Field>
    </DeedForm>
  );
}

/** Decided: the text, who does it, by when. */
function ResolveForm({ gatheringId, item, onClose }: FormProps) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const { person } = useStaffSession();
  const kept = formDraft(person.personId, `item-${item.itemId}-resolve`, areWords);
  const [text, setText] = useState(() => kept.read()?.words ?? '');
  const [owner, setOwner] = useState<HolderView | null>(null);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), 300);
  const [dueOn, setDueOn] = useState('');
  const [tried, setTried] = useState(false);
  const holders = useQuery({
    queryKey: ['item-holders', gatheringId, item.itemId, asked],
    queryFn: ({ signal }) => getItemHolders(gatheringId, item.itemId, asked, signal),
    placeholderData: (before) => before,
  });
  const all = holders.data?.holders ?? [];
  const inWords = (one: HolderView) => `${label(one.roleTitle)} ${one.name ?? t('vacant')} · ${one.orgName}`;
  const save = useDeed<Omit<ResolveItem, 'commandId'>>(
    (body) => resolveItem(gatheringId, item.itemId, body),
    {
      done: t('item-resolve-done'),
      onDone: () => {
        kept.drop();
        onClose();
      },
    },
  );
  // A day without anybody who does it, or the other way round, is no duty.
  const half = item.about !== 'case' && (owner === null) !== (dueOn === '');
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('item-resolve')}
      onSubmit={() => {
        setTried(true);
        if (text.trim() === '' || half) return;
        save.mutate({
          text: text.trim(),
          ...(owner === null
            ? {}
            : { owner: { postId: owner.postId, orgId: owner.orgId, role: owner.role } }),
          ...(dueOn === '' ? {} : { dueOn }),
        });
      }}
      onClose={onClose}
    >
      <Field
        title={t('resolutionText')}
        required
        invalid={tried && text.trim() === '' ? t('needed') : fieldMessage(save.error, '/text')}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={4000}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              kept.keep({ words: event.target.value });
            }}
          />
        )}
      </Field>
      {holders.isPending ? (
        <LoadingLines lines={1} />
      ) : holders.data === undefined ? (
        <FailedState error={holders.error} onRetry={() => void holders.refetch()} />
      ) : (
        <Field
          title={t('owner')}
          hint={t(item.about === 'case' ? 'ownerHintCase' : 'ownerHint')}
          invalid={tried && half && owner === null ? t('needed') : fieldMessage(save.error, '/owner')}
        >
          {({ id }) => (
            <Select
              id={id}
              allowClear
              labelInValue
              placeholder={t('ownerSearch')}
              showSearch={{ filterOption: false, onSearch: setWords }}
              loading={holders.isFetching}
              notFoundContent={holders.isFetching ? null : t('ownerNone')}
              value={owner === null ? null : { value: holderKey(owner), label: inWords(owner) }}
              options={all.map((one) => ({ value: holderKey(one), label: inWords(one) }))}
              popupRender={(list) => (
                <>
                  {list}
                  {holders.data.isWhole ? null : <p className="owner-rest">{t('ownerRest')}</p>}
                </>
              )}
              onChange={(chosen: { value: string; label: string } | null | undefined) =>
                setOwner(all.find((one) => holderKey(one) === chosen?.value) ?? null)
              }
            />
          )}
        </Field>
      )}
      <Field
        title={t('dueOn')}
        hint={item.about === 'case' ? t('dueOnHintCase') : undefined}
        invalid={tried && half && dueOn === '' ? t('needed') : fieldMessage(save.error, '/dueOn')}
      >
        {(field) => (
          <Input {...field} type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
        )}
      </Field>
    </DeedForm>
  );
}

/** What a resident raised goes its way as a case, with a clock of its own. */
function BecomeCaseForm({ gatheringId, item, onClose }: FormProps) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const holders = useQuery({
    queryKey: ['item-holders', gatheringId, item.itemId, ''],
    queryFn: ({ signal }) => getItemHolders(gatheringId, item.itemId, '', signal),
  });
  const kinds = holders.data?.caseKinds ?? [];
  const [kind, setKind] = useState<string | null>(null);
  const [text, setText] = useState(item.body ?? item.title);
  const chosen = kind ?? kinds[0]?.key ?? null;
  const save = useDeed<{ kind: string; text?: string }>(
    (body) => itemBecomesCase(gatheringId, item.itemId, body),
    {
      done: t('item-become-case-done'),
      onDone: onClose,
    },
  );
  if (holders.isPending) return <LoadingLines lines={2} />;
  if (holders.data === undefined)
    return <FailedState error={holders.error} onRetry={() => void holders.refetch()} />;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('item-become-case')}
      onSubmit={() => {
        if (chosen !== null && text.trim() !== '') save.mutate({ kind: chosen, text: text.trim() });
      }}
      onClose={onClose}
    >
      <p>{t('item-become-case-lead')}</p>
      <Field title={t('caseKind')} required invalid={fieldMessage(save.error, '/kind')}>
        {({ id }) => (
          <Select
            id={id}
            value={chosen}
            options={kinds.map((one) => ({ value: one.key, label: label(one.title) }))}
            onChange={(value: string) => setKind(value)}
          />
        )}
      </Field>
      <Field title={t('caseText')} required invalid={fieldMessage(save.error, '/text')}>
        {(field) => (
          <Input.TextArea
            {...field}
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
