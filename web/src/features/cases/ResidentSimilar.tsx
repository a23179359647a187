import './case-list.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { findSimilar, follow, newCommandId, photoUrl, type SimilarRequest } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Button, buttonClass, ErrorNotice, Time } from '../../ui/kit/index.ts';
import { reportPhrases, residentCasePhrases } from './resident-phrases.ts';

/** Open cases nearby that say the same, offered to be followed instead of reported again. */
export function ResidentSimilar({ request }: { request: SimilarRequest }) {
  const t = usePhrases(reportPhrases);
  const words = usePhrases(residentCasePhrases);
  const label = useLabel();
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const hasPlace = request.areaCode !== undefined || request.position !== undefined;
  const similar = useQuery({
    queryKey: ['similar', request],
    enabled: hasPlace && (request.category !== undefined || (request.text ?? '').length >= 2),
    queryFn: ({ signal }) => findSimilar(request, signal),
    staleTime: 60_000,
    placeholderData: (before) => before,
    retry: false,
  });
  const cases = similar.data?.cases ?? [];
  const join = async (caseId: string) => {
    setBusy(caseId);
    setError(null);
    try {
      await follow(caseId, { commandId: newCommandId(), follow: true });
      await client.invalidateQueries({ queryKey: ['similar'] });
      await client.invalidateQueries({ queryKey: ['mine'] });
    } catch (failure) {
      setError(failure);
    }
    setBusy(null);
  };
  return (
    <div aria-live="polite">
      {cases.length > 0 && (
        <section className="similar" aria-labelledby="similar">
          <h2 id="similar">{t('similarTitle')}</h2>
          <p className="small">{t('similarText')}</p>
          <ul className="stack">
            {cases.slice(0, 3).map((one) => (
              <li key={one.caseId} className="similar-case">
                {one.photoId && (
                  <img
                    className="case-card-photo"
                    src={photoUrl(one.photoId, 'thumbnail')}
                    alt=""
                    loading="lazy"
                  />
                )}
                <div>
                  <p className="case-card-title">
                    <Link to={`/cases/${one.caseId}`}>{one.title}</Link>
                  </p>
                  <p className="small muted case-card-foot">
                    <span>{label(one.stationTitle)}</span>
                    <span>
                      <Time at={one.openedAt} ago />
                    </span>
                    <span>
                      {one.distanceMetres === null
                        ? `${one.areaName}${one.spot ? ` ${one.spot}` : ''}`
                        : t('away', { n: Math.round(one.distanceMetres) })}
                    </span>
                    {one.followerCount > 0 && <span>{words('followers', { n: one.followerCount })}</span>}
                  </p>
                </div>
                {one.following ? (
                  <Link to={`/cases/${one.caseId}`} className={buttonClass({ wide: true })}>
                    {t('alreadyFollowing')}
                  </Link>
                ) : (
                  <Button
                    wide
                    icon="heart"
                    busy={busy === one.caseId}
                    aria-label={t('sameHereFor', { title: one.title })}
                    onClick={() => void join(one.caseId)}
                  >
                    {t('sameHere')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {error !== null && <ErrorNotice error={error} />}
        </section>
      )}
    </div>
  );
}
