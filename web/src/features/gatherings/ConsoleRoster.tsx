import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm, Refusal } from '../../console/look/DeedForm.tsx';
import { usePresent } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import {
  assignSeat,
  doSeat,
  type GatheringView,
  getColleagues,
  offerSeat,
  type SeatDeed,
  type SeatView,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { clockOf, dayOf } from './calendar-days.ts';
import { useDeed } from './gathering-deed.ts';
import { useDayWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { seatWords } from './room-words.ts';

const plain = ['take', 'swap', 'refuse', 'take-back', 'give-up'] as const satisfies SeatDeed[];

/** Seats of a shift: who serves, which are free, and which are offered to be swapped. */
export function ConsoleRoster({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const days = useDayWords(usePresent());
  const [asking, setAsking] = useState<{ seat: SeatView; deed: 'offer' | 'assign' } | null>(null);
  const deed = useDeed<{ seat: number; verb: SeatDeed }>(({ seat, verb, commandId }) =>
    doSeat(view.gatheringId, seat, verb, { commandId }),
  );
  if (view.roster.length === 0) return null;
  return (
    <section aria-labelledby="roster">
      <h2 id="roster" className="section-title">
        {t('roster')}
      </h2>
      <Refusal error={deed.error} />
      <ol className="roster">
        {view.roster.map((one) => (
          <li key={one.seat} data-mine={one.isMine || undefined}>
            <span className="roster-seat figures">{one.seat}</span>
            <span className="roster-name">
              {one.name ?? <span className="soft">{t('seatFree')}</span>}
              {one.offered === null ? null : (
                <span className="soft block">
                  {one.offered.isToAnybody
                    ? t('offeredToAll')
                    : t(one.offered.isToMe ? 'offeredToMe' : 'offeredToOne')}
                  {one.offered.forGathering === null
                    ? null
                    : ` · ${t('forShift', {
                        when: `${days(dayOf(one.offered.forGathering.startsAt))} ${clockOf(one.offered.forGathering.startsAt)}`,
                      })}`}
                </span>
              )}
            </span>
            <span className="roster-deeds">
              {plain
                .filter((verb) => one.verbs.includes(verb))
                .map((verb) => (
                  <Button
                    key={verb}
                    type={verb === 'take' || verb === 'swap' ? 'primary' : 'default'}
                    aria-label={t('seatDeedOf', { deed: t(seatWords[verb]), seat: one.seat })}
                    onClick={() => deed.mutate({ seat: one.seat, verb })}
                  >
                    {t(seatWords[verb])}
                  </Button>
                ))}
              {(['offer', 'assign'] as const)
                .filter((verb) => one.verbs.includes(verb))
                .map((verb) => (
                  <Button
                    key={verb}
                    aria-label={t('seatDeedOf', { deed: t(seatWords[verb]), seat: one.seat })}
                    onClick={() => setAsking({ seat: one, deed: verb })}
                  >
                    {t(seatWords[verb])}
                  </Button>
                ))}
            </span>
          </li>
        ))}
      </ol>
      <DeedDialog
        open={asking !== null}
        title={
          asking === null ? '' : t('seatDeedOf', { deed: t(seatWords[asking.deed]), seat: asking.seat.seat })
        }
        onClose={() => setAsking(null)}
      >
        {asking === null ? null : (
          <SeatForm view={view} seat={asking.seat} deed={asking.deed} onClose={() => setAsking(null)} />
        )}
      </DeedDialog>
    </section>
  );
}

function SeatForm({
  view,
  seat,
  deed,
  onClose,
}: {
  view: GatheringView;
  seat: SeatView;
  deed: 'offer' | 'assign';
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const days = useDayWords(usePresent());
  const [personId, setPersonId] = useState<string | null>(null);
  const [shift, setShift] = useState<string | null>(null);
  const colleagues = useQuery({
    queryKey: ['gatherings', 'colleagues', view.gatheringId],
    queryFn: ({ signal }) => getColleagues(view.gatheringId, signal),
  });
  const people = colleagues.data?.people ?? [];
  const shifts = people.find((one) => one.personId === personId)?.shifts ?? [];
  const save = useDeed<{ personId: string | null; shift: string | null }>(
    ({ commandId, ...picked }) =>
      deed === 'assign'
        ? assignSeat(view.gatheringId, seat.seat, { commandId, personId: picked.personId })
        : offerSeat(view.gatheringId, seat.seat, {
            commandId,
            ...(picked.personId === null ? {} : { toPersonId: picked.personId }),
            ...(picked.shift === null ? {} : { forGatheringId: picked.shift }),
          }),
    { onDone: onClose },
  );
  if (colleagues.isPending) return <LoadingLines lines={2} />;
  if (colleagues.data === undefined)
    return <FailedState error={colleagues.error} onRetry={() => void colleagues.refetch()} />;
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(seatWords[deed])}
      onSubmit={() => save.mutate({ personId, shift })}
      onClose={onClose}
    >
      <Field title={t('colleague')} hint={t(deed === 'offer' ? 'offerHint' : 'assignHint')}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={personId}
            options={people.map((one) => ({
              value: one.personId,
              label: `${one.name} · ${label(one.roleTitle)}`,
            }))}
            onChange={(value: string | null) => {
              setPersonId(value ?? null);
              setShift(null);
            }}
          />
        )}
      </Field>
      {deed === 'offer' && shifts.length > 0 ? (
        <Field title={t('wantedShift')}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              value={shift}
              options={shifts.map((one) => ({
                value: one.gatheringId,
                label: `${days(dayOf(one.startsAt))} ${clockOf(one.startsAt)}`,
              }))}
              onChange={(value: string | null) => setShift(value ?? null)}
            />
          )}
        </Field>
      ) : null}
    </DeedForm>
  );
}
