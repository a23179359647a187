import { Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import {
  type EnterPower,
  enterPower,
  fieldMessage,
  type PowerListKey,
  type PowerRegister,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { powerConsolePhrases } from './console-phrases.ts';
import { usePowerCommand } from './power-command.ts';
import { listKeys, listPhrases } from './power-lists.ts';

/** Enters an item that the city's model does not declare. */
export function ConsoleEnterPower({
  list,
  choices,
  open,
  onClose,
}: {
  list: PowerListKey;
  choices: PowerRegister['choices'];
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  return (
    <DeedDialog open={open} title={t('enter')} onClose={onClose}>
      <EnterForm startsAt={list} choices={choices} onClose={onClose} />
    </DeedDialog>
  );
}

const blank = {
  title: '',
  titleEn: '',
  basis: '',
  handedDown: '',
  validFrom: '',
  validTo: '',
  evaluateBy: '',
};

function EnterForm({
  startsAt,
  choices,
  onClose,
}: {
  startsAt: PowerListKey;
  choices: PowerRegister['choices'];
  onClose: () => void;
}) {
  const t = usePhrases(powerConsolePhrases);
  const label = useLabel();
  const [list, setList] = useState<PowerListKey>(startsAt);
  const [words, setWords] = useState(blank);
  const [level, setLevel] = useState<string | null>(null);
  const [orgKind, setOrgKind] = useState<string | null>(null);
  const [lead, setLead] = useState<string | null>(null);
  const [areaCode, setAreaCode] = useState(choices.areas[0]?.areaCode ?? '');
  const [categories, setCategories] = useState<string[]>([]);
  const [missing, setMissing] = useState<string[]>([]);
  const save = usePowerCommand<Omit<EnterPower, 'commandId'>>(
    (body) => enterPower(body),
    t('entered', { title: words.title.trim() }),
    onClose,
  );
  const text = (field: keyof typeof blank) => ({
    value: words[field],
    onChange: (event: { target: { value: string } }) => setWords({ ...words, [field]: event.target.value }),
  });
  const submit = () => {
    const lacking = [
      words.title.trim() === '' ? '/title/zh' : '',
      level === null ? '/level' : '',
      words.basis.trim() === '' ? '/basis' : '',
      list === 'taken-back' && lead === null ? '/lead' : '',
    ].filter(Boolean);
    setMissing(lacking);
    if (lacking.length > 0 || level === null) return;
    save.mutate({
      list,
      title: { zh: words.title.trim(), ...(words.titleEn.trim() === '' ? {} : { en: words.titleEn.trim() }) },
      level,
      areaCode,
      categories,
      basis: words.basis.trim(),
      ...(orgKind === null ? {} : { orgKind }),
      ...(lead === null ? {} : { lead }),
      ...(words.handedDown.trim() === '' ? {} : { handedDown: words.handedDown.trim() }),
      ...(words.validFrom === '' ? {} : { validFrom: words.validFrom }),
      ...(words.validTo === '' ? {} : { validTo: words.validTo }),
      ...(words.evaluateBy === '' ? {} : { evaluateBy: words.evaluateBy }),
    });
  };
  const invalid = (at: string, field: string) =>
    missing.includes(at) ? t('required', { field }) : fieldMessage(save.error, at);
  const kinds = choices.orgKinds.map(({ key, title }) => ({ value: key, label: label(title) }));
  const leadTitle = t(list === 'taken-back' ? 'takenBy' : 'lead2');
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('enter')}
      onSubmit={submit}
      onClose={onClose}
    >
      <Segmented
        aria-label={t('list')}
        block
        value={list}
        options={listKeys.map((key) => ({ value: key, label: t(listPhrases[key]) }))}
        onChange={setList}
      />
      <Field title={t('itemTitle')} required invalid={invalid('/title/zh', t('itemTitle'))}>
        {(field) => <Input {...field} maxLength={120} {...text('title')} />}
      </Field>
      <Field title={t('itemTitleEn')} invalid={fieldMessage(save.error, '/title/en')}>
        {(field) => <Input {...field} lang="en" maxLength={200} {...text('titleEn')} />}
      </Field>
      <Field title={t('basis')} hint={t('basisHint')} required invalid={invalid('/basis', t('basis'))}>
        {(field) => <Input {...field} maxLength={300} {...text('basis')} />}
      </Field>
      <Field title={t('level')} required invalid={invalid('/level', t('level'))}>
        {(field) => (
          <Select
            {...field}
            value={level}
            options={choices.levels.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={setLevel}
          />
        )}
      </Field>
      <Field title={t('orgKind')} hint={t('orgKindHint')} invalid={fieldMessage(save.error, '/orgKind')}>
        {(field) => (
          <Select
            {...field}
            allowClear
            value={orgKind}
            options={choices.orgKinds
              .filter((kind) => kind.level === null || level === null || kind.level === level)
              .map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={(chosen: string | undefined) => setOrgKind(chosen ?? null)}
          />
        )}
      </Field>
      {list === 'basic' ? null : (
        <Field title={leadTitle} required={list === 'taken-back'} invalid={invalid('/lead', leadTitle)}>
          {(field) => (
            <Select
              {...field}
              allowClear
              value={lead}
              options={kinds}
              onChange={(chosen: string | undefined) => setLead(chosen ?? null)}
            />
          )}
        </Field>
      )}
      <Field
        title={t('categories')}
        hint={t('categoriesHint')}
        invalid={fieldMessage(save.error, '/categories')}
      >
        {(field) => (
          <Select
            {...field}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={categories}
            options={choices.categories.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={setCategories}
          />
        )}
      </Field>
      {choices.areas.length < 2 ? null : (
        <Field title={t('area')} required invalid={fieldMessage(save.error, '/areaCode')}>
          {(field) => (
            <Select
              {...field}
              value={areaCode}
              options={choices.areas.map((area) => ({ value: area.areaCode, label: area.name }))}
              onChange={setAreaCode}
            />
          )}
        </Field>
      )}
      <Field
        title={t('handedDown')}
        hint={t('handedDownHint')}
        invalid={fieldMessage(save.error, '/handedDown')}
      >
        {(field) => <Input {...field} maxLength={300} {...text('handedDown')} />}
      </Field>
      <div className="power-days">
        <Field
          title={t('validFrom')}
          hint={t('validFromHint')}
          invalid={fieldMessage(save.error, '/validFrom')}
        >
          {(field) => <Input {...field} type="date" {...text('validFrom')} />}
        </Field>
        <Field title={t('validTo')} hint={t('noValidTo')} invalid={fieldMessage(save.error, '/validTo')}>
          {(field) => <Input {...field} type="date" {...text('validTo')} />}
        </Field>
      </div>
      <Field title={t('nextEvaluation')} invalid={fieldMessage(save.error, '/evaluateBy')}>
        {(field) => <Input {...field} type="date" {...text('evaluateBy')} />}
      </Field>
    </DeedForm>
  );
}
