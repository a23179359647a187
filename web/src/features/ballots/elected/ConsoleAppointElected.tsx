import { useMutation } from '@tanstack/react-query';
import { App, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../../console/look/DeedForm.tsx';
import { appointElected, type BallotView, type ElectedView, fieldMessage } from '../../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { PersonPicker } from '../../orgs/ConsoleAppoint.tsx';
import { useLookAgain } from '../../orgs/org-command.ts';
import { dayWords } from '../day-words.ts';
import { useBallotCame } from '../use-ballot-verb.ts';
import { ElectedTrail } from './ConsoleElected.tsx';
import { electedPhrases } from './elected-phrases.ts';

type Offered = ElectedView & { appoint: NonNullable<ElectedView['appoint']> };

/** Gives the post to somebody who was elected. Nothing of how it came is typed: the ballot has it. */
export function ConsoleAppointElected({
  ballot,
  one,
  onClose,
}: {
  ballot: BallotView;
  one: ElectedView | null;
  onClose: () => void;
}) {
  const t = usePhrases(electedPhrases);
  const offered = one?.appoint ? { ...one, appoint: one.appoint } : null;
  return (
    <DeedDialog
      open={offered !== null}
      title={offered === null ? '' : t('appointOf', { name: offered.name })}
      onClose={onClose}
    >
      {offered === null ? null : <AppointFields ballot={ballot} one={offered} onClose={onClose} />}
    </DeedDialog>
  );
}

function AppointFields({ ballot, one, onClose }: { ballot: BallotView; one: Offered; onClose: () => void }) {
  const t = usePhrases(electedPhrases);
  const label = useLabel();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const came = useBallotCame();
  const lookAgain = useLookAgain();
  const { appoint } = one;
  const [isNew, setNew] = useState(false);
  const [personId, setPersonId] = useState<string | null>(null);
  const [phone, setPhone] = useState('');
  const [heldTo, setHeldTo] = useState(appoint.heldTo ?? '');
  const [ends, setEnds] = useState(() => endsAtFirst(appoint));
  const [tried, setTried] = useState(false);
  const lacking = appoint.isRegistered
    ? null
    : isNew
      ? phone.trim() === ''
        ? 'phone'
        : null
      : personId === null
        ? 'person'
        : null;
  const save = useMutation({
    mutationFn: () => {
      const body = {
        question: one.question,
        option: one.option,
        ...(appoint.isRegistered ? {} : isNew ? { phone: phone.trim() } : { personId: personId ?? '' }),
        heldTo: heldTo === '' ? null : heldTo,
        ends,
      };
      return appointElected(ballot.ballotId, { ...body, commandId: commandIdFor(body) });
    },
    onSuccess: (reply) => {
      came(reply.ballot);
      lookAgain();
      message.success(t('done'));
      onClose();
    },
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('appoint')}
      onSubmit={() => {
        setTried(true);
        if (lacking === null) save.mutate();
      }}
      onClose={onClose}
    >
      <p>
        <strong>
          {[one.org?.name, label(one.roleTitle)].filter((words) => words !== undefined).join(' · ')}
        </strong>
      </p>
      <ElectedTrail trail={one.trail} />
      <p className="soft">{t('lead')}</p>
      {appoint.isRegistered ? null : (
        <>
          <Segmented
            aria-label={t('who')}
            block
            value={isNew ? 'new' : 'known'}
            options={[
              { value: 'known', label: t('known') },
              { value: 'new', label: t('entered') },
            ]}
            onChange={(chosen) => setNew(chosen === 'new')}
          />
          {isNew ? (
            <Field
              title={t('phone')}
              hint={t('phoneHint')}
              required
              invalid={tried && lacking === 'phone' ? t('needed') : fieldMessage(save.error, '/phone')}
            >
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
          ) : (
            <PersonPicker
              value={personId}
              invalid={tried && lacking === 'person' ? t('needed') : fieldMessage(save.error, '/personId')}
              onChange={setPersonId}
            />
          )}
        </>
      )}
      {appoint.holders.length === 0 ? null : <Holders appoint={appoint} ends={ends} onChange={setEnds} />}
      <Field title={t('lastDay')} hint={t('lastDayHint')} invalid={fieldMessage(save.error, '/heldTo')}>
        {(field) => (
          <Input {...field} type="date" value={heldTo} onChange={(event) => setHeldTo(event.target.value)} />
        )}
      </Field>
    </DeedForm>
  );
}

/** Whoever was elected again gives way to themself; so does the holder of an only seat. */
function endsAtFirst({ holders, seats }: Offered['appoint']): string[] {
  const again = holders.filter(({ isElected }) => isElected);
  const only = seats === 1 && holders.length === 1 ? holders : [];
  return (again.length > 0 ? again : only).map(({ postId }) => postId);
}

function Holders({
  appoint: { holders, seats },
  ends,
  onChange,
}: {
  appoint: Offered['appoint'];
  ends: string[];
  onChange: (postIds: string[]) => void;
}) {
  const t = usePhrases(electedPhrases);
  const locale = useLocale();
  const isFull = seats !== null && holders.length - ends.length >= seats;
  return (
    <fieldset className="elected-holders">
      <legend>{t('now')}</legend>
      {holders.map(({ postId, name, heldFrom, isElected }) => (
        <Checkbox
          key={postId}
          checked={ends.includes(postId)}
          onChange={({ target }) =>
            onChange(target.checked ? [...ends, postId] : ends.filter((one) => one !== postId))
          }
        >
          {t('ends', { name, from: dayWords(heldFrom, locale) })}
          {isElected ? <span className="field-hint">{t('again')}</span> : null}
        </Checkbox>
      ))}
      {isFull ? <p className="soft">{t('seats', { n: seats })}</p> : null}
    </fieldset>
  );
}
