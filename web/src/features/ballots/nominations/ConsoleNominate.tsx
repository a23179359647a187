import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { useStaffSession } from '../../../console/session/session.ts';
import { type BallotView, fieldMessage, type Nominations, nominate } from '../../../ui/api/index.ts';
import { uploadPhoto } from '../../../ui/api/photo-upload.ts';
import { useLabel, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { ConsolePhotoField } from '../../cases/ConsolePhotoField.tsx';
import { nominationPhrases } from './nomination-phrases.ts';

/** A nomination that was made in person or on paper. */
export function ConsoleNominate({
  ballot,
  norm,
  open,
  onClose,
}: {
  ballot: BallotView;
  norm: Nominations['norm'];
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(nominationPhrases);
  return (
    <DeedDialog open={open} title={t('nominate')} onClose={onClose}>
      <NominateForm ballot={ballot} norm={norm} onClose={onClose} />
    </DeedDialog>
  );
}

function NominateForm({
  ballot,
  norm,
  onClose,
}: {
  ballot: BallotView;
  norm: Nominations['norm'];
  onClose: () => void;
}) {
  const t = usePhrases(nominationPhrases);
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { city } = useStaffSession();
  const commandIdFor = useCommandId();
  const asked = ballot.questions.filter(({ form }) => form === 'options');
  const [question, setQuestion] = useState(asked[0]?.key ?? '');
  const [channel, setChannel] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [statement, setStatement] = useState('');
  const [supporters, setSupporters] = useState('1');
  const [countsForNorm, setCountsForNorm] = useState(false);
  const [photos, setPhotos] = useState<Blob[]>([]);
  const [photoId, setPhotoId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const n = Number(supporters);
  const isNumber = Number.isInteger(n) && n >= 1 && n <= 10_000;
  const isReady = channel !== null && name.trim() !== '' && statement.trim() !== '' && isNumber;
  const save = useMutation({
    mutationFn: async () => {
      // A picture that is up already goes no second time when the words are refused.
      let photo = photoId;
      if (photo === null && photos[0] !== undefined) {
        ({ photoId: photo } = await uploadPhoto({ blob: photos[0], city: city.key, uploadUrl: null }));
        setPhotoId(photo);
      }
      const body = {
        question,
        channel: channel ?? '',
        name: name.trim(),
        ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
        statement: statement.trim(),
        supporters: n,
        countsForNorm,
        photoId: photo,
      };
      return nominate(ballot.ballotId, { ...body, commandId: commandIdFor(body) });
    },
    onSuccess: (list) => {
      client.setQueryData(['ballot', ballot.ballotId, 'nominations'], list);
      message.success(t('entered'));
      onClose();
    },
  });
  const missing = (value: string) => (tried && value.trim() === '' ? t('needed') : undefined);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('nominate')}
      onSubmit={() => {
        setTried(true);
        if (isReady) save.mutate();
      }}
      onClose={onClose}
    >
      <p>{t('formLead')}</p>
      <Field
        title={t('channel')}
        required
        invalid={tried && channel === null ? t('needed') : fieldMessage(save.error, '/channel')}
      >
        {({ id, ...field }) => (
          <Radio.Group
            {...field}
            id={id}
            value={channel}
            options={ballot.mayNominate.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={({ target }) => setChannel(target.value)}
          />
        )}
      </Field>
      {asked.length > 1 ? (
        <Field title={t('which')} required>
          {(field) => (
            <Select
              {...field}
              value={question}
              options={asked.map(({ key, title }) => ({ value: key, label: title }))}
              onChange={setQuestion}
            />
          )}
        </Field>
      ) : null}
      <Field title={t('name')} required invalid={missing(name) ?? fieldMessage(save.error, '/name')}>
        {(field) => (
          <Input {...field} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field title={t('phone')} hint={t('phoneHint')} invalid={fieldMessage(save.error, '/phone')}>
        {(field) => (
          <Input
            {...field}
            type="tel"
            autoComplete="off"
            maxLength={11}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('statement')}
        required
        invalid={missing(statement) ?? fieldMessage(save.error, '/statement')}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={3}
            maxLength={2000}
            value={statement}
            onChange={(event) => setStatement(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('supportersField')}
        hint={t('supportersHint')}
        required
        invalid={isNumber ? undefined : t('supportersWrong')}
      >
        {(field) => (
          <Input
            {...field}
            inputMode="numeric"
            className="nomination-number"
            value={supporters}
            onChange={(event) => setSupporters(event.target.value)}
          />
        )}
      </Field>
      {norm === null ? null : (
        <Checkbox checked={countsForNorm} onChange={({ target }) => setCountsForNorm(target.checked)}>
          {t('normField', { title: label(norm.title) })}
        </Checkbox>
      )}
      <ConsolePhotoField
        title={t('photo')}
        hint={undefined}
        required={false}
        max={1}
        photos={photos}
        invalid={fieldMessage(save.error, '/photoId')}
        onChange={(chosen) => {
          setPhotos(chosen);
          setPhotoId(null);
        }}
      />
    </DeedForm>
  );
}
