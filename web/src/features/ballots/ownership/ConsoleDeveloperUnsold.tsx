import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { FailedState, LoadingLines } from '../../../console/look/states.tsx';
import {
  fieldMessage,
  getOwnerships,
  type ImportOwnerships,
  type ImportOwnershipsReply,
  importOwnerships,
} from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { nameWithin } from '../desk/find-entries.ts';
import { ownershipPhrases } from './ownership-phrases.ts';
import { type Unsent, useOwnershipDeed } from './use-ownership.ts';

/** What a developer has not sold, or not delivered, entered at once: all of it is one head. */
export function ConsoleDeveloperUnsold({
  open,
  onClose,
  ...place
}: {
  compound: string;
  place: string;
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(ownershipPhrases);
  return (
    <DeedDialog open={open} title={t('developerUnsold')} onClose={onClose}>
      <UnsoldForm {...place} onClose={onClose} />
    </DeedDialog>
  );
}

/** As many homes as one answer may hold. */
const homesAtOnce = 500;

function UnsoldForm({ compound, place, onClose }: { compound: string; place: string; onClose: () => void }) {
  const t = usePhrases(ownershipPhrases);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const free = useQuery({
    queryKey: ['ownerships', compound, 'without-owner'],
    queryFn: ({ signal }) => getOwnerships({ compound, lack: 'owner', limit: homesAtOnce }, signal),
  });
  const save = useOwnershipDeed<Unsent<ImportOwnerships>, ImportOwnershipsReply>(
    importOwnerships,
    onClose,
    ({ entered }) => t('developerDone', { n: entered }),
  );
  const homes = free.data?.homes ?? [];
  const all = homes.map(({ homeCode }) => homeCode);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={chosen.length === 0 ? t('enterUnsold') : t('enterN', { n: chosen.length })}
      lacks={
        chosen.length > 0
          ? null
          : t(free.data !== undefined && all.length === 0 ? 'developerNone' : 'chooseHomes')
      }
      onSubmit={() => {
        setTried(true);
        if (name.trim() === '') return;
        save.mutate({
          compound,
          rows: chosen.map((homeCode) => ({ homeCode, name: name.trim(), isDeveloper: true })),
        });
      }}
      onClose={onClose}
    >
      <p>{t('developerLead')}</p>
      <Field
        title={t('developerName')}
        required
        invalid={tried && name.trim() === '' ? t('needed') : fieldMessage(save.error, '/rows/0/name')}
      >
        {(field) => (
          <Input {...field} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      {free.isPending ? (
        <LoadingLines lines={2} />
      ) : free.data === undefined ? (
        <FailedState error={free.error} onRetry={() => void free.refetch()} />
      ) : homes.length === 0 ? null : (
        <fieldset className="field">
          <legend>{t('developerHomes')}</legend>
          <p>
            <Checkbox
              checked={chosen.length === all.length}
              indeterminate={chosen.length > 0 && chosen.length < all.length}
              onChange={(event) => setChosen(event.target.checked ? all : [])}
            >
              {t('developerAll')}
            </Checkbox>
          </p>
          <div className="choices">
            {homes.map((home) => (
              <label key={home.homeCode} className="choice">
                <input
                  type="checkbox"
                  checked={chosen.includes(home.homeCode)}
                  onChange={(event) =>
                    setChosen(
                      event.target.checked
                        ? [...chosen, home.homeCode]
                        : chosen.filter((code) => code !== home.homeCode),
                    )
                  }
                />
                <span className="choice-main">{nameWithin(home.name, place)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </DeedForm>
  );
}
