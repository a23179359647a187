import { Input, Radio } from 'antd';
import { useState } from 'react';
import { formDraft } from '../../console/cases/drafts.ts';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { answerDuty, type ResolutionView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { useDeed } from './gathering-deed.ts';

/** What became of a duty, said by whoever owes it: kept, or not kept and why. The next gathering opens with it. */
export function ConsoleAnswerDuty({ duty, onClose }: { duty: ResolutionView | null; onClose: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  return (
    <DeedDialog open={duty !== null} title={t('answerTitle')} onClose={onClose}>
      {duty === null ? null : <AnswerForm duty={duty} onClose={onClose} />}
    </DeedDialog>
  );
}

interface Draft {
  isKept: boolean | null;
  words: string;
}
const isDraft = (kept: unknown): kept is Draft =>
  typeof kept === 'object' && kept !== null && 'words' in kept && typeof kept.words === 'string';

function AnswerForm({ duty, onClose }: { duty: ResolutionView; onClose: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  const { person } = useStaffSession();
  const kept = formDraft<Draft>(person.personId, `duty-${duty.resolutionId}`, isDraft);
  const [draft, setDraft] = useState<Draft>(() => kept.read() ?? { isKept: null, words: '' });
  const [tried, setTried] = useState(false);
  const set = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    setDraft(next);
    kept.keep(next);
  };
  const save = useDeed<{ isKept: boolean; words: string }>((body) => answerDuty(duty.resolutionId, body), {
    done: t('answered'),
    onDone: () => {
      kept.drop();
      onClose();
    },
  });
  const words = draft.words.trim();
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('answer')}
      onSubmit={() => {
        setTried(true);
        if (draft.isKept !== null && words !== '') save.mutate({ isKept: draft.isKept, words });
      }}
      onClose={onClose}
    >
      <p className="duty-text">{duty.text}</p>
      <fieldset className="field">
        <legend>{t('isKept')}</legend>
        <Radio.Group
          value={draft.isKept}
          options={[
            { value: true, label: t('kept') },
            { value: false, label: t('notKept') },
          ]}
          onChange={(event) => set({ isKept: event.target.value as boolean })}
        />
        {tried && draft.isKept === null ? <p className="field-error">{t('needed')}</p> : null}
      </fieldset>
      <Field
        title={t('answerWords')}
        hint={t('answerHint')}
        required
        invalid={tried && words === '' ? t('needed') : undefined}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={2000}
            value={draft.words}
            onChange={(event) => set({ words: event.target.value })}
          />
        )}
      </Field>
    </DeedForm>
  );
}
