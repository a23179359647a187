import { Button, Input } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import {
  closeGathering,
  doGathering,
  fieldMessage,
  type GatheringView,
  moveGathering,
  type PlainDeed,
} from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { DeedDialog, DeedForm, Refusal, useDeed } from './ConsoleDeed.tsx';
import { clockOf, dayOf, instantOf } from './calendar-days.ts';
import { roomPhrases } from './room-phrases.ts';

const plain = ['announce', 'open', 'post-minutes', 'sign-up', 'sign-off'] as const satisfies PlainDeed[];
const reasoned = ['cancel', 'not-held'] as const;

/** What may be done with the gathering as a whole: exactly what the server listed. */
export function ConsoleGatheringDeeds({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'move' | 'cancel' | 'not-held' | null>(null);
  const deed = useDeed<{ verb: PlainDeed }>(({ verb, commandId }) =>
    doGathering(view.gatheringId, verb, { commandId }),
  );
  const room = `/gatherings/${view.gatheringId}/room`;
  const offered = plain.filter((one) => view.verbs.includes(one));
  const asked = (['move', ...reasoned] as const).filter((one) => view.verbs.includes(one));
  const inRoom =
    view.form === 'meeting' &&
    (view.state === 'open' || view.state === 'ended') &&
    (view.verbs.includes('write-minutes') || view.verbs.includes('discuss') || view.verbs.includes('end'));
  const main = inRoom
    ? null
    : (offered.find((one) => one === 'open') ?? offered.find((one) => one !== 'sign-off'));
  if (!inRoom && offered.length + asked.length === 0 && !view.verbs.includes('end')) return null;
  return (
    <>
      <Refusal error={deed.error} />
      <p className="gathering-deeds">
        {inRoom ? (
          <Button type="primary" onClick={() => navigate(room)}>
            {t(view.state === 'open' ? 'toRoom' : 'toMinutes')}
          </Button>
        ) : null}
        {offered.map((verb) => (
          <Button
            key={verb}
            type={verb === main ? 'primary' : 'default'}
            loading={deed.isPending && deed.variables?.verb === verb}
            onClick={() =>
              deed.mutate(
                { verb },
                { onSuccess: () => verb === 'open' && view.form === 'meeting' && navigate(room) },
              )
            }
          >
            {t(verb === 'post-minutes' ? 'postMinutes' : verb)}
          </Button>
        ))}
        {view.verbs.includes('end') && view.form !== 'meeting' ? (
          <Button loading={deed.isPending} onClick={() => deed.mutate({ verb: 'end' })}>
            {t('end')}
          </Button>
        ) : null}
        {asked.map((verb) => (
          <Button key={verb} onClick={() => setAsking(verb)}>
            {t(verb)}
          </Button>
        ))}
      </p>
      <DeedDialog
        open={asking !== null}
        title={asking === null ? '' : t(asking)}
        onClose={() => setAsking(null)}
      >
        {asking === 'move' ? (
          <MoveForm view={view} onClose={() => setAsking(null)} />
        ) : asking === null ? null : (
          <ReasonForm view={view} deed={asking} onClose={() => setAsking(null)} />
        )}
      </DeedDialog>
    </>
  );
}

function MoveForm({ view, onClose }: { view: GatheringView; onClose: () => void }) {
  const t = usePhrases(roomPhrases);
  const [day, setDay] = useState(dayOf(view.startsAt));
  const [clock, setClock] = useState(clockOf(view.startsAt));
  const [place, setPlace] = useState(view.place ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const startsAt = instantOf(day, clock);
  type Body = { startsAt: string; place: string | null; reason: string };
  const save = useDeed<Body>((body) => moveGathering(view.gatheringId, body), {
    done: t('moveDone'),
    onDone: onClose,
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('move')}
      onSubmit={() => {
        setTried(true);
        if (startsAt === null || reason.trim() === '') return;
        save.mutate({
          startsAt,
          place: place.trim() === '' ? null : place.trim(),
          reason: reason.trim(),
        });
      }}
      onClose={onClose}
    >
      <p>{t('moveLead')}</p>
      <div className="field-row">
        <Field title={t('day')} required invalid={fieldMessage(save.error, '/startsAt')}>
          {(field) => (
            <Input {...field} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          )}
        </Field>
        <Field title={t('start')} required invalid={tried && startsAt === null ? t('timeBad') : undefined}>
          {(field) => (
            <Input {...field} type="time" value={clock} onChange={(event) => setClock(event.target.value)} />
          )}
        </Field>
      </div>
      <Field title={t('place')}>
        {(field) => (
          <Input
            {...field}
            maxLength={120}
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('reason')} required invalid={tried && reason.trim() === '' ? t('needed') : undefined}>
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

function ReasonForm({
  view,
  deed,
  onClose,
}: {
  view: GatheringView;
  deed: 'cancel' | 'not-held';
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useDeed<{ reason: string }>((body) => closeGathering(view.gatheringId, deed, body), {
    done: t(deed === 'cancel' ? 'cancel-done' : 'not-held-done'),
    onDone: onClose,
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(deed)}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') save.mutate({ reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t('itemsWait')}</p>
      <Field title={t('reason')} required invalid={tried && reason.trim() === '' ? t('needed') : undefined}>
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
