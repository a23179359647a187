import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import {
  type EnterHomeAreas,
  type EnterOwnership,
  endOwnership,
  enterHomeAreas,
  enterOwnership,
  fieldMessage,
  getOwnerships,
  mergeOwners,
  nameVoter,
  type OwnershipHome,
  revealOwnership,
} from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { useDebounced } from '../../../ui/time/debounced.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { squareMetres } from '../ballot-words.ts';
import { nameWithin } from '../desk/find-entries.ts';
import { ownershipPhrases } from './ownership-phrases.ts';
import { type AreaSource, areaDm2Of } from './table-rows.ts';
import { type Unsent, useOwnershipDeed } from './use-ownership.ts';

type Owner = OwnershipHome['owners'][number];
/** What is done in the register, and to what. */
export type OwnershipDeed =
  | { do: 'enter'; home?: OwnershipHome }
  | { do: 'area'; home: OwnershipHome }
  | { do: 'reveal' | 'voter' | 'merge' | 'end'; home: OwnershipHome; owner: Owner };

const titles = {
  enter: 'enter',
  area: 'setArea',
  reveal: 'reveal',
  voter: 'nameVoter',
  merge: 'merge',
  end: 'end',
} as const satisfies Record<OwnershipDeed['do'], keyof typeof ownershipPhrases>;

interface Place {
  compound: string;
  /** Name of the compound, left out of the names of its homes. */
  place: string;
  onClose: () => void;
}

export function ConsoleOwnershipDeed({ deed, ...place }: Place & { deed: OwnershipDeed | null }) {
  const t = usePhrases(ownershipPhrases);
  const home = deed?.home === undefined ? '' : ` · ${nameWithin(deed.home.name, place.place)}`;
  return (
    <DeedDialog
      open={deed !== null}
      title={deed === null ? '' : `${t(titles[deed.do])}${home}`}
      onClose={place.onClose}
    >
      {deed === null ? null : deed.do === 'enter' ? (
        <EnterForm {...place} home={deed.home} />
      ) : deed.do === 'area' ? (
        <AreaForm {...place} home={deed.home} />
      ) : deed.do === 'reveal' ? (
        <RevealForm {...place} owner={deed.owner} />
      ) : deed.do === 'voter' ? (
        <VoterForm {...place} home={deed.home} owner={deed.owner} />
      ) : deed.do === 'merge' ? (
        <MergeForm {...place} owner={deed.owner} />
      ) : (
        <EndForm {...place} owner={deed.owner} />
      )}
    </DeedDialog>
  );
}

function EnterForm({ compound, place, home, onClose }: Place & { home: OwnershipHome | undefined }) {
  const t = usePhrases(ownershipPhrases);
  const [chosen, setChosen] = useState<OwnershipHome | null>(home ?? null);
  const [name, setName] = useState('');
  const [document, setDocument] = useState('');
  const [phone, setPhone] = useState('');
  const [isDeveloper, setDeveloper] = useState(false);
  const [isVoter, setVoter] = useState(false);
  const [from, setFrom] = useState('');
  const [m2, setM2] = useState('');
  const [source, setSource] = useState<AreaSource>('register');
  const [tried, setTried] = useState(false);
  const save = useOwnershipDeed<Unsent<EnterOwnership>, unknown>(enterOwnership, onClose);
  const areaDm2 = m2.trim() === '' ? null : areaDm2Of(m2);
  const isAreaBad = m2.trim() !== '' && areaDm2 === null;
  const hasCoOwners = (chosen?.owners.length ?? 0) > 0;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('enter')}
      onSubmit={() => {
        setTried(true);
        if (chosen === null || name.trim() === '' || isAreaBad) return;
        save.mutate({
          homeCode: chosen.homeCode,
          name: name.trim(),
          ...(document.trim() === '' ? {} : { documentNumber: document.trim() }),
          ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
          isDeveloper,
          ...(isVoter ? { isVoter } : {}),
          ...(from === '' ? {} : { from }),
          ...(areaDm2 === null ? {} : { area: { areaDm2, source } }),
        });
      }}
      onClose={onClose}
    >
      {home === undefined ? (
        <HomePicker
          compound={compound}
          place={place}
          value={chosen}
          invalid={tried && chosen === null ? t('needed') : fieldMessage(save.error, '/homeCode')}
          onChange={setChosen}
        />
      ) : null}
      <Field
        title={t('name')}
        hint={t('nameBuyer')}
        required
        invalid={tried && name.trim() === '' ? t('needed') : fieldMessage(save.error, '/name')}
      >
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('document')}
        hint={t('documentHint')}
        invalid={fieldMessage(save.error, '/documentNumber')}
      >
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={40}
            value={document}
            onChange={(event) => setDocument(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('phone')} hint={t('phoneHint')} invalid={fieldMessage(save.error, '/phone')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            inputMode="tel"
            maxLength={11}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <Checkbox checked={isDeveloper} onChange={(event) => setDeveloper(event.target.checked)}>
        {t('isDeveloper')}
      </Checkbox>
      {hasCoOwners && !isDeveloper ? (
        <div>
          <Checkbox checked={isVoter} onChange={(event) => setVoter(event.target.checked)}>
            {t('isVoter')}
          </Checkbox>
          <p className="field-hint">{t('isVoterHint')}</p>
        </div>
      ) : null}
      <Field title={t('from')} hint={t('fromHint')} invalid={fieldMessage(save.error, '/from')}>
        {(field) => (
          <Input {...field} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        )}
      </Field>
      {chosen === null || chosen.areaDm2 !== null ? null : (
        <AreaFields
          m2={m2}
          source={source}
          isOptional
          invalid={isAreaBad ? t('areaBad') : fieldMessage(save.error, '/area/areaDm2')}
          onM2={setM2}
          onSource={setSource}
        />
      )}
    </DeedForm>
  );
}

function AreaForm({ compound, home, onClose }: Place & { home: OwnershipHome }) {
  const t = usePhrases(ownershipPhrases);
  const locale = useLocale();
  const { message } = App.useApp();
  const [m2, setM2] = useState(home.areaDm2 === null ? '' : (home.areaDm2 / 100).toFixed(2));
  const [source, setSource] = useState<AreaSource>(home.source ?? 'register');
  const [tried, setTried] = useState(false);
  const save = useOwnershipDeed<Unsent<EnterHomeAreas>, { kept: number }>(enterHomeAreas, ({ kept }) => {
    if (kept > 0) message.warning(t('areaKept'));
    onClose();
  });
  const areaDm2 = areaDm2Of(m2);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('setArea')}
      onSubmit={() => {
        setTried(true);
        if (areaDm2 !== null)
          save.mutate({ compound, homes: [{ homeCode: home.homeCode, areaDm2, source }] });
      }}
      onClose={onClose}
    >
      {home.areaDm2 === null || home.source === null ? null : (
        <p className="soft">
          {t('m2Known', { m2: squareMetres(home.areaDm2, locale), source: t(home.source) })}
        </p>
      )}
      <AreaFields
        m2={m2}
        source={source}
        invalid={tried && areaDm2 === null ? t('areaBad') : fieldMessage(save.error, '/homes/0/areaDm2')}
        onM2={setM2}
        onSource={setSource}
      />
    </DeedForm>
  );
}

const sources = ['register', 'survey', 'contract'] as const;

function AreaFields({
  m2,
  source,
  isOptional = false,
  invalid,
  onM2,
  onSource,
}: {
  m2: string;
  source: AreaSource;
  isOptional?: boolean;
  invalid: string | undefined;
  onM2: (m2: string) => void;
  onSource: (source: AreaSource) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  return (
    <div className="ownership-fields">
      <Field title={t('m2')} hint={t('m2Hint')} required={!isOptional} invalid={invalid}>
        {(field) => (
          <Input {...field} inputMode="decimal" value={m2} onChange={(event) => onM2(event.target.value)} />
        )}
      </Field>
      <Field title={t('source')} hint={t('sourceHint')} required>
        {({ id }) => (
          <Select
            id={id}
            value={source}
            options={sources.map((value) => ({ value, label: t(value) }))}
            onChange={onSource}
          />
        )}
      </Field>
    </div>
  );
}

function HomePicker({
  compound,
  place,
  value,
  invalid,
  onChange,
}: {
  compound: string;
  place: string;
  value: OwnershipHome | null;
  invalid: string | undefined;
  onChange: (home: OwnershipHome | null) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  const [words, setWords] = useState('');
  const found = useHomes(compound, words);
  const homes = found.data?.homes ?? [];
  const options =
    value !== null && !homes.some(({ homeCode }) => homeCode === value.homeCode) ? [value, ...homes] : homes;
  return (
    <Field title={t('homeCode')} required invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          showSearch={{ filterOption: false, onSearch: setWords }}
          placeholder={t('search')}
          loading={found.isFetching}
          value={value?.homeCode ?? null}
          options={options.map(({ homeCode, name }) => ({ value: homeCode, label: nameWithin(name, place) }))}
          onChange={(code: string) => onChange(options.find(({ homeCode }) => homeCode === code) ?? null)}
        />
      )}
    </Field>
  );
}

/** Homes by a part of their name or code. The register writes “1号楼 1单元 101室”, people type 1-1-101. */
function useHomes(compound: string, words: string) {
  const q = useDebounced(words.trim(), 250);
  return useQuery({
    queryKey: ['ownerships', compound, 'found', q],
    queryFn: ({ signal }) => getOwnerships({ compound, ...(q === '' ? {} : { q }), limit: 50 }, signal),
  });
}

function EndForm({ owner, onClose }: Place & { owner: Owner }) {
  const t = usePhrases(ownershipPhrases);
  const [lastDay, setLastDay] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useOwnershipDeed<{ lastDay?: string; reason: string }, unknown>(
    (body) => endOwnership(owner.ownershipId, body),
    onClose,
  );
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('end')}
      onSubmit={() => {
        setTried(true);
        if (reason.trim().length < 2) return;
        save.mutate({ reason: reason.trim(), ...(lastDay === '' ? {} : { lastDay }) });
      }}
      onClose={onClose}
    >
      <p>{t('endLead')}</p>
      <Field title={t('lastDay')} hint={t('lastDayHint')} invalid={fieldMessage(save.error, '/lastDay')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </Field>
      <ReasonField
        hint={t('reasonHint')}
        value={reason}
        invalid={tried && reason.trim().length < 2 ? t('needed') : undefined}
        onChange={setReason}
      />
    </DeedForm>
  );
}

function ReasonField({
  hint,
  value,
  invalid,
  onChange,
}: {
  hint: string;
  value: string;
  invalid: string | undefined;
  onChange: (reason: string) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  return (
    <Field title={t('reason')} hint={hint} required invalid={invalid}>
      {(field) => (
        <Input {...field} maxLength={300} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

function VoterForm({ place, home, owner, onClose }: Place & { home: OwnershipHome; owner: Owner }) {
  const t = usePhrases(ownershipPhrases);
  const save = useOwnershipDeed<object, unknown>((body) => nameVoter(owner.ownershipId, body), onClose);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('nameVoter')}
      onSubmit={() => save.mutate({})}
      onClose={onClose}
    >
      <p>{t('voterLead', { name: owner.nameMasked, home: nameWithin(home.name, place) })}</p>
    </DeedForm>
  );
}

function MergeForm({ compound, place, owner, onClose }: Place & { owner: Owner }) {
  const t = usePhrases(ownershipPhrases);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([]);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const found = useHomes(compound, words);
  const save = useOwnershipDeed<{ keep: string; merge: string[]; reason: string }, unknown>(
    mergeOwners,
    onClose,
  );
  const options = (found.data?.homes ?? []).flatMap(({ name, owners }) =>
    owners
      .filter((one) => one.ownershipId !== owner.ownershipId && !one.isDeveloper)
      .map((one) => ({
        value: one.ownershipId,
        label: `${nameWithin(name, place)} · ${one.nameMasked} ${one.phoneMasked ?? ''}`.trim(),
      })),
  );
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('merge')}
      onSubmit={() => {
        setTried(true);
        if (chosen.length === 0 || reason.trim().length < 2) return;
        save.mutate({
          keep: owner.ownershipId,
          merge: chosen.map(({ value }) => value),
          reason: reason.trim(),
        });
      }}
      onClose={onClose}
    >
      <p>{t('mergeLead', { name: owner.nameMasked })}</p>
      <Field title={t('mergeWith')} required invalid={tried && chosen.length === 0 ? t('needed') : undefined}>
        {(field) => (
          <Select
            {...field}
            mode="multiple"
            labelInValue
            showSearch={{ filterOption: false, onSearch: setWords }}
            placeholder={t('mergeSearch')}
            loading={found.isFetching}
            value={chosen}
            options={options}
            onChange={(all: { value: string; label: string }[]) => setChosen(all)}
          />
        )}
      </Field>
      <ReasonField
        hint={t('mergeReasonHint')}
        value={reason}
        invalid={tried && reason.trim().length < 2 ? t('needed') : undefined}
        onChange={setReason}
      />
    </DeedForm>
  );
}

const shortestReason = 4;
/** Long enough to dial, short enough not to stay on a screen that somebody walks away from. */
const shownMs = 120_000;

function RevealForm({ owner, onClose }: Place & { owner: Owner }) {
  const t = usePhrases(ownershipPhrases);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const reveal = useMutation({
    mutationFn: (why: string) => revealOwnership(owner.ownershipId, why),
  });
  const { data: shown, reset } = reveal;
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(reset, shownMs);
    return () => clearTimeout(timer);
  }, [shown, reset]);
  if (shown !== undefined) {
    return (
      <div className="verb-form">
        <p className="ownership-shown" role="status">
          <strong>{shown.name}</strong>{' '}
          {shown.phone === null ? (
            <span className="soft">{t('noPhone')}</span>
          ) : (
            <a href={`tel:${shown.phone}`} className="figures">
              {shown.phone}
            </a>
          )}
        </p>
        <p className="soft">{t('revealShown')}</p>
        <p>
          <Button onClick={onClose}>{t('hide')}</Button>
        </p>
      </div>
    );
  }
  const isShort = [...reason.trim()].length < shortestReason;
  return (
    <DeedForm
      error={reveal.error}
      isSending={reveal.isPending}
      deed={t('reveal')}
      onSubmit={() => {
        setTried(true);
        if (!isShort) reveal.mutate(reason.trim());
      }}
      onClose={onClose}
    >
      <p>{t('revealLead')}</p>
      <Field
        title={t('revealReason')}
        hint={t('revealReasonHint')}
        required
        invalid={tried && isShort ? t('revealReasonHint') : undefined}
      >
        {(field) => (
          <Input
            {...field}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
