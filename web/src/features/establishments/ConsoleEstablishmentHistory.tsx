import { postWords } from '@linli/contract/post-words';
import { useQuery } from '@tanstack/react-query';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type EstablishmentPostView, getEstablishmentPost } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { establishmentPhrases } from './console-phrases.ts';

/** Where a post was and who held it, the newest first. */
export function ConsoleEstablishmentHistory({ post }: { post: EstablishmentPostView }) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  const found = useQuery({
    queryKey: ['establishments', 'history', post.establishmentPostId],
    queryFn: ({ signal }) => getEstablishmentPost(post.establishmentPostId, signal),
  });
  if (found.isPending) return <LoadingLines lines={3} />;
  if (found.data === undefined)
    return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  const { moves, holders } = found.data;
  return (
    <div className="establishment-history">
      <h3>{t('historyMoves')}</h3>
      <ol>
        {moves.map(({ movedOn, org, basis, recordedBy }) => (
          <li key={movedOn}>
            <strong>{org === null ? t('gone') : org.name}</strong>{' '}
            <span className="figures">{t('fromDay', { from: movedOn })}</span>
            <p className="soft">
              {basis}
              {recordedBy === null ? '' : ` · ${recordedBy}`}
            </p>
          </li>
        ))}
      </ol>
      <h3>{t('historyHolders')}</h3>
      {holders.length === 0 ? (
        <p className="soft">{t('nobodyYet')}</p>
      ) : (
        <ol>
          {holders.map(({ postId, name, roleTitle, orgName, heldFrom, heldTo }) => (
            <li key={postId}>
              <strong>{name}</strong> {label(postWords(orgName, roleTitle))}
              <p className="soft figures">
                {heldTo === null
                  ? t('fromDay', { from: heldFrom })
                  : t('fromTo', { from: heldFrom, to: heldTo })}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
