import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getSegment, type SegmentView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { segmentPhrases } from './console-phrases.ts';
import { middleOf } from './line-words.ts';
import { isVacant, lengthWords, stretchWords } from './segment-words.ts';

/** One road in the list: the same number as on the map, who answers for it, and what may be done. */
export function SegmentLine({
  segment,
  number,
  isChosen,
  on,
  onChoose,
}: {
  segment: SegmentView;
  number: number;
  isChosen: boolean;
  /** Empty: today. */
  on: string;
  onChoose: (words: Record<string, string | null>) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const label = useLabel();
  const { segmentId, name, kindTitle, areaName, lengthMetres, geometry, verbs } = segment;
  const [isOpen, setIsOpen] = useState(false);
  const facts = [
    stretchWords(segment, t),
    lengthMetres === null ? t('noLine') : lengthWords(lengthMetres, t),
    areaName,
  ].filter((words) => words !== '');
  const middle = middleOf(geometry?.coordinates ?? []);
  return (
    <li className="segment" data-segment={segmentId} data-chosen={isChosen} data-vacant={isVacant(segment)}>
      <span className="segment-sign" aria-hidden="true">
        {number}
      </span>
      <div className="segment-main">
        <p className="segment-name">
          {geometry === null ? (
            <strong>{name}</strong>
          ) : (
            <button
              type="button"
              aria-pressed={isChosen}
              aria-label={t('onMap', { name })}
              onClick={() => onChoose({ segment: segmentId })}
            >
              {name}
            </button>
          )}
          <span className="tag">{label(kindTitle)}</span>
        </p>
        <p className="soft">{facts.join(' · ')}</p>
        <Offices segment={segment} />
        <p className="segment-verbs">
          {middle === null ? null : (
            <Link
              href={`/who?at=${middle.map((one) => one.toFixed(6)).join(',')}${on === '' ? '' : `&on=${on}`}`}
              aria-label={t('whoOf', { name })}
            >
              {t('who')}
            </Link>
          )}
          <Button
            type="link"
            aria-expanded={isOpen}
            aria-label={t('historyOf', { name })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t('history')}
          </Button>
          {verbs.includes('change') ? (
            <Button
              type="link"
              aria-label={t('changeOf', { name })}
              onClick={() => onChoose({ segment: segmentId, do: 'change' })}
            >
              {t('change')}
            </Button>
          ) : null}
          {verbs.includes('end') ? (
            <Button
              type="link"
              aria-label={t('endOf', { name })}
              onClick={() => onChoose({ segment: segmentId, do: 'end' })}
            >
              {t('end')}
            </Button>
          ) : null}
        </p>
        {isOpen ? <History segmentId={segmentId} /> : null}
      </div>
    </li>
  );
}

/** Each office with who holds it, or that nobody does and the way to appoint somebody. */
function Offices({ segment: { segmentId, name, offices, chiefs } }: { segment: SegmentView }) {
  const t = usePhrases(segmentPhrases);
  const label = useLabel();
  if (offices.length === 0 && chiefs.length === 0) return <p className="soft">{t('noOffices')}</p>;
  return (
    <ul className="segment-offices">
      {offices.map(({ role, roleTitle, org, missing, mayAppoint }) => {
        const holders = chiefs.filter((chief) => chief.role === role);
        return (
          <li key={role}>
            <span className="soft">{label(roleTitle)}</span>{' '}
            {holders.map(({ postId, name: holder, orgId, orgName }) => (
              <span key={postId} className="segment-holder">
                <strong>{holder}</strong>{' '}
                <Link className="segment-org" href={`/orgs?org=${orgId}`}>
                  {orgName}
                </Link>
              </span>
            ))}
            {missing > 0 ? (
              <span className="tag tag-amber">! {t('vacant')}</span>
            ) : holders.length === 0 ? (
              <span className="soft">{t('mayBeEmpty')}</span>
            ) : null}{' '}
            {org === null ? (
              <span className="soft">{t('noOrg')}</span>
            ) : (
              <>
                {holders.length === 0 ? (
                  <Link className="segment-org" href={`/orgs?org=${org.orgId}`}>
                    {org.name}
                  </Link>
                ) : null}{' '}
                {mayAppoint ? (
                  <Link
                    className="segment-appoint"
                    href={`/orgs?org=${org.orgId}&appoint=${role}&segment=${segmentId}`}
                    aria-label={t('appointFor', { role: label(roleTitle), name })}
                  >
                    {t('appoint')}
                  </Link>
                ) : null}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What it was until when, and who held it. */
function History({ segmentId }: { segmentId: string }) {
  const t = usePhrases(segmentPhrases);
  const label = useLabel();
  const found = useQuery({
    queryKey: ['segments', 'one', segmentId],
    queryFn: ({ signal }) => getSegment(segmentId, signal),
  });
  if (found.isPending) return <LoadingLines lines={2} />;
  if (found.data === undefined)
    return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  const { segment, pasts, holders } = found.data;
  return (
    <div className="segment-history">
      <p className="figures">
        {segment.validTo === null
          ? t('there', { day: segment.validFrom })
          : t('thereUntil', { from: segment.validFrom, to: segment.validTo })}
      </p>
      {pasts.length === 0 ? (
        <p className="soft">{t('neverChanged')}</p>
      ) : (
        <ul>
          {pasts.map((past) => (
            <li key={past.lastOn}>
              <span className="soft figures">{t('wasUntil', { day: past.lastOn })}</span>{' '}
              {[
                past.name,
                stretchWords(past, t),
                past.lengthMetres === null ? t('noLine') : lengthWords(past.lengthMetres, t),
                past.areaName,
              ]
                .filter((words) => words !== '')
                .join(' · ')}
            </li>
          ))}
        </ul>
      )}
      <h2>{t('holders')}</h2>
      {holders.length === 0 ? (
        <p className="soft">{t('noHolders')}</p>
      ) : (
        <ul>
          {holders.map((holder) => (
            <li key={holder.postId}>
              <strong>{holder.name}</strong> {label(holder.roleTitle)} · {holder.orgName}{' '}
              <span className="soft figures">
                {holder.heldTo === null
                  ? t('there', { day: holder.heldFrom })
                  : t('thereUntil', { from: holder.heldFrom, to: holder.heldTo })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
