import { Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import {
  addSeries,
  endSeries,
  fieldMessage,
  type SeriesList,
  type SeriesView,
  setSeries,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { LineField } from './ConsoleLineField.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { dayOf } from './calendar-days.ts';
import { useDeed } from './gathering-deed.ts';
import { type RuleDraft, readRule, writeRule } from './plain-rule.ts';
import { RuleFields } from './RuleFields.tsx';

type MayAdd = SeriesList['mayAdd'];

/** Sets how a series recurs from a day on, or begins one more. */
export function ConsoleSetSeries({
  what,
  orgId,
  mayAdd,
  onClose,
}: {
  what: SeriesView | 'new' | null;
  orgId: string;
  mayAdd: MayAdd;
  onClose: () => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const title =
    what === null || what === 'new' ? t('seriesAdd') : t('seriesSetOf', { name: label(what.title) });
  return (
    <DeedDialog open={what !== null} title={title} onClose={onClose}>
      {what === null ? null : (
        <SetForm one={what === 'new' ? null : what} orgId={orgId} mayAdd={mayAdd} onClose={onClose} />
      )}
    </DeedDialog>
  );
}

function SetForm({
  one,
  orgId,
  mayAdd,
  onClose,
}: {
  one: SeriesView | null;
  orgId: string;
  mayAdd: MayAdd;
  onClose: () => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const now = usePresent();
  const [kind, setKind] = useState(one?.kind ?? mayAdd[0]?.key ?? '');
  const added = mayAdd.find(({ key }) => key === kind);
  const [title, setTitle] = useState(one === null ? '' : label(one.title));
  const [rule, setRule] = useState<RuleDraft>(
    one === null
      ? readRule('FREQ=WEEKLY;BYDAY=FR')
      : one.isModelsRule
        ? { every: 'model' }
        : readRule(one.rule),
  );
  const [at, setAt] = useState<string | null>(one?.at ?? null);
  const [minutes, setMinutes] = useState<string | null>(one === null ? null : String(one.lastsMinutes));
  const [place, setPlace] = useState(one?.place ?? '');
  const [capacity, setCapacity] = useState(one?.capacity == null ? '' : String(one.capacity));
  const [from, setFrom] = useState(dayOf(now));
  const [tried, setTried] = useState(false);
  const form = one?.form ?? added?.form;
  const clock = at ?? added?.at ?? '';
  const lasts = minutes ?? String(added?.lastsMinutes ?? '');
  const written = writeRule(rule);
  const isNumber = (words: string) => /^\d+$/.test(words);
  type Body = Omit<Parameters<typeof setSeries>[1], 'commandId' | 'from'>;
  const save = useDeed<Body>(
    ({ commandId, ...body }) =>
      one === null
        ? addSeries(orgId, { ...body, commandId, kind, startsOn: from })
        : setSeries(one.seriesId, { ...body, commandId, from }),
    { done: t('seriesSaved'), onDone: onClose },
  );
  const submit = () => {
    setTried(true);
    if (written === undefined || clock === '' || !isNumber(lasts) || (one === null && kind === '')) return;
    save.mutate({
      rule: written,
      at: clock,
      lastsMinutes: Number(lasts),
      place: place.trim() === '' ? null : place.trim(),
      ...(form === 'class' || form === 'event'
        ? { capacity: isNumber(capacity) ? Number(capacity) : null }
        : {}),
      ...(title.trim() === '' || (one !== null && title === label(one.title))
        ? {}
        : { title: { zh: title.trim() } }),
    });
  };
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('seriesSave')}
      onSubmit={submit}
      onClose={onClose}
    >
      {one !== null ? null : (
        <Field title={t('kind')} required invalid={fieldMessage(save.error, '/kind')}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              options={mayAdd.map((each) => ({ value: each.key, label: label(each.title) }))}
              onChange={(key: string) => setKind(key)}
            />
          )}
        </Field>
      )}
      <LineField title={t('ownTitle')} maxLength={120} value={title} onChange={setTitle} />
      <RuleFields
        value={rule}
        hasModelsRule={one !== null}
        invalid={tried && written === undefined ? t('ruleBad') : fieldMessage(save.error, '/rule')}
        onChange={setRule}
      />
      <div className="field-row">
        <LineField
          title={t('start')}
          required
          invalid={tried && clock === '' ? t('timeBad') : undefined}
          type="time"
          value={clock}
          onChange={setAt}
        />
        <LineField
          title={t('lasts')}
          required
          invalid={tried && !isNumber(lasts) ? t('numberBad') : undefined}
          inputMode="numeric"
          value={lasts}
          onChange={setMinutes}
        />
        <LineField
          title={t('validFrom')}
          required
          invalid={fieldMessage(save.error, '/from')}
          type="date"
          value={from}
          onChange={setFrom}
        />
      </div>
      <LineField title={t('place')} maxLength={120} value={place} onChange={setPlace} />
      {form !== 'class' && form !== 'event' ? null : (
        <LineField
          title={t('capacity')}
          invalid={fieldMessage(save.error, '/capacity')}
          inputMode="numeric"
          value={capacity}
          onChange={setCapacity}
        />
      )}
      {one === null ? null : <p className="soft">{t('movedStay')}</p>}
    </DeedForm>
  );
}

/** Ends a series: what was to come of it is cancelled, what was held stays. */
export function ConsoleEndSeries({ one, onClose }: { one: SeriesView | null; onClose: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  return (
    <DeedDialog
      open={one !== null}
      title={one === null ? '' : t('seriesEndOf', { name: label(one.title) })}
      onClose={onClose}
    >
      {one === null ? null : <EndForm one={one} onClose={onClose} />}
    </DeedDialog>
  );
}

function EndForm({ one, onClose }: { one: SeriesView; onClose: () => void }) {
  const t = usePhrases(calendarConsolePhrases);
  const [reason, setReason] = useState('');
  const [lastDay, setLastDay] = useState('');
  const [tried, setTried] = useState(false);
  const save = useDeed<{ reason: string; lastDay?: string }>((body) => endSeries(one.seriesId, body), {
    done: t('seriesEnded'),
    onDone: onClose,
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('seriesEnd')}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() === '') return;
        save.mutate({ reason: reason.trim(), ...(lastDay === '' ? {} : { lastDay }) });
      }}
      onClose={onClose}
    >
      <p>{t('seriesEndLead')}</p>
      <LineField
        title={t('reason')}
        required
        invalid={tried && reason.trim() === '' ? t('needed') : undefined}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      <LineField
        title={t('lastDay')}
        invalid={fieldMessage(save.error, '/lastDay')}
        type="date"
        value={lastDay}
        onChange={setLastDay}
      />
    </DeedForm>
  );
}
