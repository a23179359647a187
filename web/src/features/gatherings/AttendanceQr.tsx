import { useQuery } from '@tanstack/react-query';
import { toString as drawQr } from 'qrcode';
import { useStaffSession } from '../../console/session/session.ts';
import { getAttendanceCode, isPassing } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { roomPhrases } from './room-phrases.ts';

/** Between two looks, whatever a clock that is wrong may say. */
const leastMs = 1_000;
const mostMs = 30_000;

/** The code on the wall, another one every half minute: whoever scans it is here. Its picture is always dark on white. */
export function AttendanceQr({ gatheringId }: { gatheringId: string }) {
  const t = usePhrases(roomPhrases);
  const { city } = useStaffSession();
  const code = useQuery({
    queryKey: ['attendance-code', gatheringId],
    queryFn: async ({ signal }) => {
      const { code: words, address, changesAt } = await getAttendanceCode(gatheringId, signal);
      const url = new URL(address, location.origin);
      // A phone that scans it has never been here: the code says which city this is.
      url.searchParams.set('city', city.key);
      const picture = await drawQr(url.href, { type: 'svg', errorCorrectionLevel: 'M', margin: 3 });
      return {
        words,
        picture,
        freshMs: Math.min(mostMs, Math.max(leastMs, Date.parse(changesAt) - Date.now())),
      };
    },
    refetchInterval: (query) => query.state.data?.freshMs ?? 15_000,
    refetchIntervalInBackground: true,
    retry: (count, error) => count < 3 && isPassing(error),
    staleTime: 0,
  });
  if (code.isPending) return <div className="attendance-qr" data-state="empty" />;
  // An old code would be refused: better none, and the list on paper.
  if (code.data === undefined || code.isError) return <p className="attendance-qr-none">{t('noCode')}</p>;
  return (
    <figure className="attendance-qr">
      <img
        alt={t('qrAlt')}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(code.data.picture)}`}
      />
      <figcaption>
        {t('scan')} <span className="figures">{code.data.words}</span>
      </figcaption>
    </figure>
  );
}
