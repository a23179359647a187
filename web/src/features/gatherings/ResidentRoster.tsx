import { doSeat, type GatheringView, offerSeat, type SeatView } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Button } from '../../ui/kit/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { whenWords } from '../../ui/time/words.ts';
import { useResidentDeed } from './resident-deed.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

/** What whoever serves does alone; putting others on the roster is for those who call the shift, on the console. */
const deeds = [
  'take',
  'swap',
  'refuse',
  'offer',
  'take-back',
  'give-up',
] as const satisfies readonly SeatView['verbs'][number][];
type Deed = (typeof deeds)[number];

const words = {
  take: 'seatTake',
  swap: 'seatSwap',
  refuse: 'seatRefuse',
  offer: 'seatOffer',
  'take-back': 'seatTakeBack',
  'give-up': 'seatGiveUp',
} as const satisfies Record<Deed, keyof typeof residentGatheringPhrases>;

/** Who serves on a shift; for those who may, taking a seat, giving it up, and answering whoever asks to swap. */
export function ResidentRoster({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  if (view.roster.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="roster">
      <h3 id="roster">{t('roster')}</h3>
      <ol className="duty-list">
        {view.roster.map((seat) => (
          <Seat key={seat.seat} gatheringId={view.gatheringId} seat={seat} />
        ))}
      </ol>
    </section>
  );
}

function Seat({ gatheringId, seat }: { gatheringId: string; seat: SeatView }) {
  const t = usePhrases(residentGatheringPhrases);
  const locale = useLocale();
  const now = useNow(60_000);
  const { offered } = seat;
  return (
    <li>
      <p>
        <strong>{seat.isMine ? t('seatMine') : (seat.name ?? t('seatFree'))}</strong>
        {offered === null ? null : (
          <span className="small muted row-under">
            {t(
              offered.isToMe
                ? 'seatOfferedToMe'
                : offered.isToAnybody
                  ? 'seatOfferedToAll'
                  : 'seatOfferedToOne',
            )}
            {offered.forGathering === null
              ? null
              : ` ${t('seatFor', { when: whenWords(offered.forGathering.startsAt, { locale, now }) })}`}
          </span>
        )}
      </p>
      {deeds
        .filter((deed) => seat.verbs.includes(deed))
        .map((deed) => (
          <SeatButton key={deed} gatheringId={gatheringId} seat={seat.seat} deed={deed} />
        ))}
    </li>
  );
}

function SeatButton({ gatheringId, seat, deed }: { gatheringId: string; seat: number; deed: Deed }) {
  const t = usePhrases(residentGatheringPhrases);
  const { busy, run, notice } = useResidentDeed((commandId) =>
    deed === 'offer'
      ? offerSeat(gatheringId, seat, { commandId })
      : doSeat(gatheringId, seat, deed, { commandId }),
  );
  return (
    <>
      <Button wide primary={deed === 'take' || deed === 'swap'} busy={busy} onClick={run}>
        {t(words[deed])}
      </Button>
      {notice}
    </>
  );
}
