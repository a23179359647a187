import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { enterBirthDate, fieldMessage, findPeople } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { useDebounced } from '../../../ui/time/debounced.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { ownershipPhrases } from './ownership-phrases.ts';
import { useOwnershipDeed } from './use-ownership.ts';

/** The date of birth of somebody who cannot enter it themself: ballots with an age limit leave out whose age is not known. */
export function ConsoleBirthDate({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = usePhrases(ownershipPhrases);
  return (
    <DeedDialog open={open} title={t('bornTitle')} onClose={onClose}>
      <BornForm onClose={onClose} />
    </DeedDialog>
  );
}

function BornForm({ onClose }: { onClose: () => void }) {
  const t = usePhrases(ownershipPhrases);
  const [words, setWords] = useState('');
  const [personId, setPersonId] = useState<string | null>(null);
  const [bornOn, setBornOn] = useState('');
  const [tried, setTried] = useState(false);
  const asked = useDebounced(words.trim(), 250);
  const found = useQuery({
    queryKey: ['people', asked],
    queryFn: ({ signal }) => findPeople(asked, signal),
    enabled: asked.length >= 2,
  });
  const save = useOwnershipDeed<{ personId: string; bornOn: string }, unknown>(enterBirthDate, onClose);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('bornTitle')}
      onSubmit={() => {
        setTried(true);
        if (personId !== null && bornOn !== '') save.mutate({ personId, bornOn });
      }}
      onClose={onClose}
    >
      <p>{t('bornLead')}</p>
      <Field
        title={t('person')}
        hint={t('personHint')}
        required
        invalid={tried && personId === null ? t('needed') : undefined}
      >
        {(field) => (
          <Select
            {...field}
            showSearch={{ filterOption: false, onSearch: setWords }}
            value={personId}
            loading={found.isFetching}
            notFoundContent={found.data?.people.length === 0 ? t('personNone') : null}
            options={(found.data?.people ?? []).map(({ personId: value, name, phoneMasked }) => ({
              value,
              label: [name, phoneMasked].filter(Boolean).join(' · '),
            }))}
            onChange={(value: string) => setPersonId(value)}
          />
        )}
      </Field>
      <Field
        title={t('bornOn')}
        required
        invalid={tried && bornOn === '' ? t('needed') : fieldMessage(save.error, '/bornOn')}
      >
        {(field) => (
          <Input
            {...field}
            type="date"
            min="1900-01-01"
            value={bornOn}
            onChange={(event) => setBornOn(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
