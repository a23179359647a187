import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import {
  type CallGathering,
  callGathering,
  fieldMessage,
  type GatheringReply,
  getSeries,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { ConsoleOrgPicker, type PickedOrg } from '../report-ins/ConsoleOrgPicker.tsx';
import { useMyOrgs } from '../report-ins/use-my-orgs.ts';
import { LineField } from './ConsoleLineField.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { addDays, dayOf, instantOf } from './calendar-days.ts';
import { useDeed } from './gathering-deed.ts';

/** Calls a gathering that no series meant: an extra meeting, an event, one more class. */
export function ConsoleCall({
  open,
  org,
  onClose,
}: {
  open: boolean;
  /** Of whose calendar one comes; null: to be picked. */
  org: PickedOrg | null;
  onClose: () => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  return (
    <DeedDialog open={open} title={t('callTitle')} onClose={onClose}>
      <CallForm org={org} onClose={onClose} />
    </DeedDialog>
  );
}

const number = (words: string) => (/^\d+$/.test(words) ? Number(words) : null);

function CallForm({ org: first, onClose }: { org: PickedOrg | null; onClose: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const now = usePresent();
  const [, navigate] = useLocation();
  const mine = useMyOrgs();
  const [org, setOrg] = useState<PickedOrg | null>(first ?? mine[0] ?? null);
  const [kind, setKind] = useState<string | null>(null);
  const [day, setDay] = useState(addDays(dayOf(now), 1));
  const [clock, setClock] = useState<string | null>(null);
  const [minutes, setMinutes] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [place, setPlace] = useState('');
  const [most, setMost] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const series = useQuery({
    queryKey: ['gatherings', 'series', org?.orgId],
    queryFn: ({ signal }) => getSeries(org?.orgId ?? '', signal),
    enabled: org !== null,
  });
  const offered = series.data?.mayCall ?? [];
  const chosen = offered.find(({ key }) => key === kind) ?? offered[0];
  const save = useDeed<Omit<CallGathering, 'commandId'>>(callGathering, { done: t('called') });
  const startsAt = instantOf(day, clock ?? chosen?.at ?? '');
  const lasts = number(minutes ?? String(chosen?.lastsMinutes ?? ''));
  const submit = () => {
    setTried(true);
    if (org === null || chosen === undefined || startsAt === null || lasts === null) return;
    const count = number(most);
    save.mutate(
      {
        orgId: org.orgId,
        kind: chosen.key,
        startsAt,
        lastsMinutes: lasts,
        ...(title.trim() === '' ? {} : { title: { zh: title.trim() } }),
        ...(place.trim() === '' ? {} : { place: place.trim() }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        ...(count === null || chosen.form === 'shift' ? {} : { capacity: count }),
        ...(count === null || chosen.form !== 'shift' ? {} : { seats: count }),
      },
      {
        onSuccess: (reply) => {
          onClose();
          navigate(`/gatherings/${(reply as GatheringReply).gathering.gatheringId}`);
        },
      },
    );
  };
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('call')}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field title={t('org')} required invalid={tried && org === null ? t('needed') : undefined}>
        {({ id }) => <ConsoleOrgPicker id={id} value={org} near={mine} onChange={setOrg} />}
      </Field>
      {org === null ? null : series.isPending ? (
        <LoadingLines lines={2} />
      ) : series.data === undefined ? (
        <FailedState error={series.error} onRetry={() => void series.refetch()} />
      ) : offered.length === 0 ? (
        <p className="soft">{t('nothingToCall')}</p>
      ) : (
        <>
          <Field title={t('kind')} required invalid={fieldMessage(save.error, '/kind')}>
            {({ id }) => (
              <Select
                id={id}
                value={chosen?.key ?? null}
                options={offered.map((one) => ({ value: one.key, label: label(one.title) }))}
                onChange={(key: string) => setKind(key)}
              />
            )}
          </Field>
          <div className="field-row">
            <LineField
              title={t('day')}
              required
              invalid={fieldMessage(save.error, '/startsAt')}
              type="date"
              value={day}
              onChange={setDay}
            />
            <LineField
              title={t('start')}
              required
              invalid={tried && startsAt === null ? t('timeBad') : undefined}
              type="time"
              value={clock ?? chosen?.at ?? ''}
              onChange={setClock}
            />
            <LineField
              title={t('lasts')}
              required
              invalid={tried && lasts === null ? t('numberBad') : undefined}
              inputMode="numeric"
              value={minutes ?? String(chosen?.lastsMinutes ?? '')}
              onChange={setMinutes}
            />
          </div>
          <LineField
            title={t('ownTitle')}
            hint={t('ownTitleHint')}
            maxLength={120}
            value={title}
            onChange={setTitle}
          />
          <LineField title={t('place')} maxLength={120} value={place} onChange={setPlace} />
          {chosen?.form === 'class' || chosen?.form === 'shift' || chosen?.form === 'event' ? (
            <LineField
              title={t(chosen.form === 'shift' ? 'seats' : 'capacity')}
              invalid={fieldMessage(save.error, chosen.form === 'shift' ? '/seats' : '/capacity')}
              inputMode="numeric"
              value={most}
              onChange={setMost}
            />
          ) : null}
          <LineField title={t('reason')} maxLength={500} value={reason} onChange={setReason} />
        </>
      )}
    </DeedForm>
  );
}
