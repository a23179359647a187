import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { adjournGathering, fieldMessage, type GatheringView, moveGathering } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { LineField } from './ConsoleLineField.tsx';
import { addDays, clockOf, dayOf, instantOf } from './calendar-days.ts';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';

const deeds = {
  move: { send: moveGathering, title: 'move', lead: 'moveLead', done: 'moveDone' },
  adjourn: { send: adjournGathering, title: 'adjourn', lead: 'adjournLead', done: 'adjournDone' },
} as const;
type Deed = keyof typeof deeds;

/** Another day, another hour, perhaps another place, and why: for one that is moved, and for one that is broken off. */
export function ConsoleAnotherTime({
  view,
  deed,
  onClose,
}: {
  view: GatheringView;
  deed: Deed | null;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  return (
    <DeedDialog open={deed !== null} title={deed === null ? '' : t(deeds[deed].title)} onClose={onClose}>
      {deed === null ? null : <TimeForm view={view} deed={deed} onClose={onClose} />}
    </DeedDialog>
  );
}

function TimeForm({ view, deed, onClose }: { view: GatheringView; deed: Deed; onClose: () => void }) {
  const t = usePhrases(roomPhrases);
  const now = usePresent();
  const { send, title, lead, done } = deeds[deed];
  const [day, setDay] = useState(deed === 'move' ? dayOf(view.startsAt) : addDays(dayOf(now), 1));
  const [clock, setClock] = useState(clockOf(view.startsAt));
  const [place, setPlace] = useState(view.place ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const startsAt = instantOf(day, clock);
  type Body = { startsAt: string; place: string | null; reason: string };
  const save = useDeed<Body>((body) => send(view.gatheringId, body), { done: t(done), onDone: onClose });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(title)}
      onSubmit={() => {
        setTried(true);
        if (startsAt === null || reason.trim() === '') return;
        save.mutate({ startsAt, place: place.trim() || null, reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t(lead)}</p>
      <div className="field-row">
        <LineField
          title={t('day')}
          type="date"
          required
          value={day}
          invalid={fieldMessage(save.error, '/startsAt')}
          onChange={setDay}
        />
        <LineField
          title={t('start')}
          type="time"
          required
          value={clock}
          invalid={tried && startsAt === null ? t('timeBad') : undefined}
          onChange={setClock}
        />
      </div>
      <LineField title={t('place')} maxLength={120} value={place} onChange={setPlace} />
      <LineField
        title={t('reason')}
        maxLength={500}
        required
        value={reason}
        invalid={tried && reason.trim() === '' ? t('needed') : undefined}
        onChange={setReason}
      />
    </DeedForm>
  );
}
