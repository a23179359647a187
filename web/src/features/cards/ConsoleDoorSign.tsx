import './card.css';
import './door-sign.css';
import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { toString as drawQr } from 'qrcode';
import { Link } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import type { CardView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { CardFacts } from './CardFacts.tsx';
import { useCard } from './ConsoleMyCards.tsx';
import { cardPhrases } from './card-phrases.ts';
import { cardConsolePhrases } from './console-phrases.ts';

/** The card as a sheet of paper for the door: what the public page shows today, and the code that leads there. */
export default function ConsoleDoorSign({ postId }: { postId: string }) {
  const t = usePhrases(cardConsolePhrases);
  const card = useCard(postId);
  return (
    <>
      <PageHead title={t('signTitle')} summary={t('signLead')}>
        {card.data ? (
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        ) : null}
      </PageHead>
      {card.isPending ? (
        <LoadingLines lines={2} />
      ) : card.data === undefined ? (
        <FailedState error={card.error} onRetry={() => void card.refetch()} />
      ) : card.data === null ? (
        <EmptyState title={t('none')} action={<Link href="/settings">{t('backToSettings')}</Link>} />
      ) : (
        <DoorSign card={card.data} />
      )}
    </>
  );
}

function DoorSign({ card }: { card: CardView }) {
  const t = usePhrases(cardConsolePhrases);
  const words = usePhrases(cardPhrases);
  const label = useLabel();
  const { city } = useStaffSession();
  const url = new URL(card.address, location.origin);
  // A phone that scans it has never been here: the code says which city this is.
  url.searchParams.set('city', city.key);
  const address = url.href;
  const qr = useQuery({
    queryKey: ['card-qr', address],
    queryFn: () => drawQr(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <article className="duty-card door-sign" aria-label={t('signTitle')}>
      <div>
        <p className="door-sign-city">
          {label(city.title)} · {words('title')}
        </p>
        <CardFacts card={card} />
      </div>
      <figure className="door-sign-qr">
        {qr.data === undefined ? null : (
          <img
            alt={t('qrOf', { address })}
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr.data)}`}
          />
        )}
        <figcaption>{t('scan')}</figcaption>
      </figure>
      <p className="door-sign-foot soft">{words('byConsent')}</p>
    </article>
  );
}
