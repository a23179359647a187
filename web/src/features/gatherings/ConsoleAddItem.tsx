import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { addItem, fieldMessage, type GatheringView, getCases, getTopics } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { LineField } from './ConsoleLineField.tsx';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';

const abouts = ['motion', 'topic', 'case'] as const;
type About = (typeof abouts)[number];
const addWords = { motion: 'add-motion', topic: 'add-topic', case: 'add-case' } as const;

/** Puts something on the agenda: a motion in words, a topic that waits, or a case. */
export function ConsoleAddItem({
  view,
  open,
  onClose,
}: {
  view: GatheringView;
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  return (
    <DeedDialog open={open} title={t('addItem')} onClose={onClose}>
      <AddForm view={view} onClose={onClose} />
    </DeedDialog>
  );
}

function AddForm({ view, onClose }: { view: GatheringView; onClose: () => void }) {
  const t = usePhrases(roomPhrases);
  const [about, setAbout] = useState<About>('motion');
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [topicId, setTopicId] = useState<string | null>(null);
  const [caseId, setCaseId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [tried, setTried] = useState(false);
  const asked = useDebounced(search.trim(), 300);
  const topics = useQuery({
    queryKey: ['gatherings', 'topics', view.host.orgId, view.kind],
    queryFn: ({ signal }) => getTopics({ org: view.host.orgId, kind: view.kind, state: 'open' }, signal),
    enabled: about === 'topic',
  });
  const cases = useQuery({
    queryKey: ['cases', 'found', asked],
    queryFn: ({ signal }) => getCases({ q: asked, limit: 20 }, signal),
    enabled: about === 'case' && asked !== '',
  });
  const waiting =
    topics.data?.topics.filter(({ gathering }) => gathering?.gatheringId !== view.gatheringId) ?? [];
  type Body = Omit<Parameters<typeof addItem>[1], 'commandId'>;
  const save = useDeed<Body>((item) => addItem(view.gatheringId, item), {
    done: t('itemAdded'),
    onDone: onClose,
  });
  const missing =
    about === 'motion' ? title.trim() === '' : about === 'topic' ? topicId === null : caseId === null;
  const invalid = tried && missing ? t('needed') : undefined;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('addItem')}
      onSubmit={() => {
        setTried(true);
        if (missing) return;
        if (about === 'topic') save.mutate({ topicId: topicId ?? '' });
        else if (about === 'case') save.mutate({ caseId: caseId ?? '' });
        else
          save.mutate({
            motion: { title: title.trim(), ...(body.trim() === '' ? {} : { body: body.trim() }) },
          });
      }}
      onClose={onClose}
    >
      <Segmented<About>
        block
        aria-label={t('addAbout')}
        value={about}
        options={abouts.map((value) => ({ value, label: t(addWords[value]) }))}
        onChange={setAbout}
      />
      {about === 'motion' ? (
        <>
          <LineField
            title={t('motionTitle')}
            required
            invalid={invalid ?? fieldMessage(save.error, '/motion/title')}
            maxLength={200}
            value={title}
            onChange={setTitle}
          />
          <Field title={t('motionBody')}>
            {(field) => (
              <Input.TextArea
                {...field}
                autoSize={{ minRows: 3, maxRows: 10 }}
                maxLength={4000}
                value={body}
                onChange={(event) => setBody(event.target.value)}
              />
            )}
          </Field>
        </>
      ) : about === 'topic' ? (
        <Field
          title={t('add-topic')}
          hint={topics.data !== undefined && waiting.length === 0 ? t('topicsNone') : undefined}
          required
          invalid={invalid}
        >
          {({ id }) => (
            <Select
              id={id}
              loading={topics.isFetching}
              value={topicId}
              options={waiting.map((one) => ({
                value: one.topicId,
                label: `${one.title} · ${t('supporters', { n: one.supporterCount })}`,
              }))}
              onChange={(value: string) => setTopicId(value)}
            />
          )}
        </Field>
      ) : (
        <Field title={t('add-case')} hint={t('addCaseHint')} required invalid={invalid}>
          {({ id }) => (
            <Select
              id={id}
              showSearch={{ filterOption: false, onSearch: setSearch }}
              loading={cases.isFetching}
              value={caseId}
              options={(cases.data?.cases ?? []).map((one) => ({
                value: one.caseId,
                label: `${one.number} ${one.title}`,
              }))}
              onChange={(value: string) => setCaseId(value)}
            />
          )}
        </Field>
      )}
    </DeedForm>
  );
}
