import { Radio } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import type { CatalogueView } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { cataloguePhrases } from './catalogue-phrases.ts';

/** Several groups that say the same become one; which of them gives its name is asked. */
export function ConsoleMergeGroups({
  groups,
  open,
  isSending,
  onClose,
  onMerge,
}: {
  groups: CatalogueView['groups'];
  open: boolean;
  isSending: boolean;
  onClose: () => void;
  onMerge: (into: string) => void;
}) {
  const t = usePhrases(cataloguePhrases);
  return (
    <DeedDialog open={open} title={t('merge')} onClose={onClose}>
      <MergeForm groups={groups} isSending={isSending} onClose={onClose} onMerge={onMerge} />
    </DeedDialog>
  );
}

function MergeForm({
  groups,
  isSending,
  onClose,
  onMerge,
}: {
  groups: CatalogueView['groups'];
  isSending: boolean;
  onClose: () => void;
  onMerge: (into: string) => void;
}) {
  const t = usePhrases(cataloguePhrases);
  const [into, setInto] = useState(groups[0]?.key ?? '');
  return (
    <DeedForm
      error={null}
      isSending={isSending}
      deed={t('merge')}
      onSubmit={() => onMerge(into)}
      onClose={onClose}
    >
      <p>{t('mergeLead')}</p>
      <Field title={t('mergeInto')} required>
        {({ id, ...field }) => (
          <Radio.Group
            {...field}
            id={id}
            className="catalogue-into"
            value={into}
            options={groups.map(({ key, title, answers }) => ({
              value: key,
              label: `${title === '' ? t('unnamed') : title} · ${t('answersN', { n: answers })}`,
            }))}
            onChange={({ target }) => setInto(target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
