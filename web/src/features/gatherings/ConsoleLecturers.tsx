import { Button, Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { type GatheringView, setLecturers } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';

/** Who teaches, and what. */
export function ConsoleLecturers({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [open, setOpen] = useState(false);
  const maySet = view.verbs.includes('set-lecturers');
  if (view.lecturers.length === 0 && !maySet) return null;
  return (
    <section aria-labelledby="lecturers">
      <div className="section-head">
        <h2 id="lecturers">{t('lecturers')}</h2>
        {maySet ? <Button onClick={() => setOpen(true)}>{t('setLecturers')}</Button> : null}
      </div>
      {view.lecturers.length === 0 ? (
        <p className="soft">{t('lecturersNone')}</p>
      ) : (
        <ul className="lecturers">
          {view.lecturers.map((one) => (
            <li key={`${one.name} ${one.subject}`}>
              <strong>{one.name}</strong>
              {one.subject === null ? null : <span className="soft"> · {one.subject}</span>}
            </li>
          ))}
        </ul>
      )}
      <DeedDialog open={open} title={t('setLecturers')} onClose={() => setOpen(false)}>
        <LecturersForm view={view} onClose={() => setOpen(false)} />
      </DeedDialog>
    </section>
  );
}

interface Row {
  id: number;
  personId: string | null;
  name: string;
  subject: string;
}

function LecturersForm({ view, onClose }: { view: GatheringView; onClose: () => void }) {
  const t = usePhrases(roomPhrases);
  const [rows, setRows] = useState<Row[]>(() => [
    ...view.lecturers.map((one, id) => ({
      id,
      personId: one.personId,
      name: one.name,
      subject: one.subject ?? '',
    })),
    { id: view.lecturers.length, personId: null, name: '', subject: '' },
  ]);
  const filled = rows.filter(({ name }) => name.trim() !== '');
  type Body = { lecturers: { personId?: string; name: string; subject?: string }[] };
  const save = useDeed<Body>((body) => setLecturers(view.gatheringId, body), {
    done: t('lecturersSet'),
    onDone: onClose,
  });
  const set = (id: number, change: Partial<Row>) =>
    setRows((old) => {
      const next = old.map((row) => (row.id === id ? { ...row, ...change } : row));
      return next.at(-1)?.name.trim() === ''
        ? next
        : [...next, { id: next.length, personId: null, name: '', subject: '' }];
    });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('setLecturers')}
      onSubmit={() =>
        save.mutate({
          lecturers: filled.map(({ personId, name, subject }) => ({
            name: name.trim(),
            ...(personId === null ? {} : { personId }),
            ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
          })),
        })
      }
      onClose={onClose}
    >
      <p className="soft">{t('lecturersHint')}</p>
      {rows.map((row, index) => (
        <div key={row.id} className="field-row">
          <Input
            aria-label={t('lecturerName', { n: index + 1 })}
            placeholder={t('name')}
            maxLength={40}
            value={row.name}
            // Another name is another person.
            onChange={(event) => set(row.id, { name: event.target.value, personId: null })}
          />
          <Input
            aria-label={t('lecturerSubject', { n: index + 1 })}
            placeholder={t('subject')}
            maxLength={120}
            value={row.subject}
            onChange={(event) => set(row.id, { subject: event.target.value })}
          />
        </div>
      ))}
    </DeedForm>
  );
}
