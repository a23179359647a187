import './ballots.css';
import './console-ballots.css';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import type { BallotVerbView, BallotView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useBallot } from './ballot-queries.ts';
import { ConsoleBallotNext } from './ConsoleBallotNext.tsx';
import { consoleBallotPhrases } from './console-phrases.ts';

/** One ballot for those who work on it: where it stands, what is next, and everything that led here. */
export default function ConsoleBallot({ ballotId }: { ballotId: string }) {
  const page = useBallot(ballotId);
  if (page.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined)
    return <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />;
  return <BallotPage ballot={page.data} />;
}

function BallotPage({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const [, setVerb] = useState<BallotVerbView | null>(null);
  return (
    <article className="ballot">
      <Link href="/ballots" className="back-link soft">
        <ArrowLeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      <PageHead
        title={ballot.title}
        summary={
          <>
            <span>{label(ballot.kindTitle)}</span>
            <span>{ballot.part?.name ?? ballot.area.name}</span>
            <span className="figures">{ballot.number}</span>
          </>
        }
      />
      <ConsoleBallotNext ballot={ballot} onVerb={setVerb} />
    </article>
  );
}
