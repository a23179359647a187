import { LeftOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageHead } from '../../console/shell/PageHead.tsx';
import type { BallotView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { consoleBallotPhrases } from './console-phrases.ts';

/** Head of a page that belongs to a ballot: the way back to it, what the page is, and of which ballot. */
export function ConsoleBallotHead({
  ballot,
  title,
  summary,
  children,
}: {
  ballot: BallotView;
  title: string;
  /** Beside the ballot's own title; else its number. */
  summary?: ReactNode;
  children?: ReactNode;
}) {
  const t = usePhrases(consoleBallotPhrases);
  return (
    <>
      <Link href={`/ballots/${ballot.ballotId}`} className="back-link">
        <LeftOutlined aria-hidden="true" /> {t('toBallot')}
      </Link>
      <PageHead
        title={title}
        summary={
          <>
            <span>{ballot.title}</span> {summary ?? <span className="figures">{ballot.number}</span>}
          </>
        }
      >
        {children}
      </PageHead>
    </>
  );
}
