import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { DeedDialog } from '../../console/look/DeedForm.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import {
  type EstablishmentPostView,
  type EstablishmentsView,
  getEstablishmentPosts,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleEndEstablishment } from './ConsoleEndEstablishment.tsx';
import { ConsoleEstablishmentHistory } from './ConsoleEstablishmentHistory.tsx';
import type { Choose } from './ConsoleEstablishments.tsx';
import { ConsoleMoveEstablishment } from './ConsoleMoveEstablishment.tsx';
import { establishmentPhrases } from './console-phrases.ts';
import { directionPhrases } from './directions.ts';

type Deed = 'move' | 'end' | 'history';

/** One by one, filtered; several can be moved at once. */
export function EstablishmentPosts({
  register,
  on,
  search,
  onChoose,
}: {
  register: EstablishmentsView;
  on: string;
  search: URLSearchParams;
  onChoose: Choose;
}) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  const [chosen, setChosen] = useState<ReadonlyMap<string, EstablishmentPostView>>(new Map());
  const [deed, setDeed] = useState<{ deed: Deed; posts: EstablishmentPostView[] } | null>(null);
  const [key, org, movedOn] = [search.get('key'), search.get('org'), search.get('movedOn')];
  const isDown = search.get('moved') === 'down';
  const isVacant = search.get('vacant') === 'true';
  const filter = {
    ...(on === '' ? {} : { on }),
    ...(key === null ? {} : { key }),
    ...(org === null ? {} : { org }),
    ...(movedOn === null ? {} : { movedOn }),
    ...(isDown ? { moved: 'down' as const } : {}),
    ...(isVacant ? { vacant: true } : {}),
  };
  const found = useInfiniteQuery({
    queryKey: ['establishments', 'posts', filter],
    queryFn: ({ signal, pageParam }) =>
      getEstablishmentPosts({ ...filter, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const titleOf = (of: string): string => {
    const title = register.establishments.find((one) => one.key === of)?.title;
    return title === undefined ? of : label(title);
  };
  const nameOf = (post: EstablishmentPostView) => t('number', { kind: titleOf(post.key), n: post.number });
  const posts = found.data?.pages.flatMap((page) => page.posts) ?? [];
  const orgName = register.orgs.find(({ orgId }) => orgId === org)?.name;
  const close = () => {
    setDeed(null);
    setChosen(new Map());
  };
  return (
    <>
      <search className="filters" aria-label={t('filter')}>
        <Select
          className="establishment-kind"
          aria-label={t('kind')}
          placeholder={t('anyKind')}
          allowClear
          value={key}
          options={register.establishments.map((one) => ({ value: one.key, label: label(one.title) }))}
          onChange={(value: string | null | undefined) => onChoose({ key: value ?? null })}
        />
        <Checkbox
          checked={isDown}
          onChange={({ target }) => onChoose({ moved: target.checked ? 'down' : null })}
        >
          {t('onlyDown')}
        </Checkbox>
        <Checkbox
          checked={isVacant}
          onChange={({ target }) => onChoose({ vacant: target.checked ? 'true' : null })}
        >
          {t('onlyVacant')}
        </Checkbox>
        {org === null ? null : <span className="tag">{t('at', { org: orgName ?? '' })}</span>}
        {movedOn === null ? null : <span className="tag">{t('movedOnDay', { day: movedOn })}</span>}
        {Object.keys(filter).length > (on === '' ? 0 : 1) ? (
          <Button
            onClick={() => onChoose({ key: null, org: null, moved: null, movedOn: null, vacant: null })}
          >
            {t('clear')}
          </Button>
        ) : null}
      </search>
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : posts.length === 0 ? (
        <EmptyState title={t('nothing')} detail={t('nothingDetail')} />
      ) : (
        <>
          <p className="establishment-found figures" role="status">
            {t('found', { n: found.data.pages[0]?.total ?? 0 })}
            {chosen.size === 0 ? null : (
              <>
                {' '}
                · {t('chosen', { n: chosen.size })}{' '}
                <Button type="primary" onClick={() => setDeed({ deed: 'move', posts: [...chosen.values()] })}>
                  {t('moveMany', { n: chosen.size })}
                </Button>
              </>
            )}
          </p>
          <ul className="establishment-posts">
            {posts.map((post) => (
              <PostLine
                key={post.establishmentPostId}
                post={post}
                name={nameOf(post)}
                isChosen={chosen.has(post.establishmentPostId)}
                onChosen={(isChosen) => {
                  const next = new Map(chosen);
                  if (isChosen) next.set(post.establishmentPostId, post);
                  else next.delete(post.establishmentPostId);
                  setChosen(next);
                }}
                onDeed={(one) => setDeed({ deed: one, posts: [post] })}
              />
            ))}
          </ul>
          {found.hasNextPage ? (
            <p className="establishment-more">
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
      <EstablishmentDeed chosen={deed} nameOf={nameOf} onClose={close} />
    </>
  );
}

function PostLine({
  post,
  name,
  isChosen,
  onChosen,
  onDeed,
}: {
  post: EstablishmentPostView;
  name: string;
  isChosen: boolean;
  onChosen: (isChosen: boolean) => void;
  onDeed: (deed: Deed) => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  const { org, since, from, direction, holder, verbs } = post;
  return (
    <li data-establishment-post={post.establishmentPostId}>
      {verbs.includes('move') ? (
        <Checkbox
          checked={isChosen}
          aria-label={t('choose', { name })}
          onChange={({ target }) => onChosen(target.checked)}
        />
      ) : null}
      <div className="establishment-post-main">
        <p>
          <strong>{name}</strong> <Link href={`/orgs?org=${org.orgId}`}>{org.name}</Link>{' '}
          {direction === null ? null : <span className="tag">{t(directionPhrases[direction])}</span>}
        </p>
        <p>
          {holder === null ? (
            <span className="tag tag-amber">{t('vacant')}</span>
          ) : (
            <>
              {holder.name} <span className="soft">{label(holder.roleTitle)}</span>{' '}
              <span className="soft figures">{t('heldFrom', { day: holder.heldFrom })}</span>
            </>
          )}
        </p>
        <p className="soft figures">
          {from === null ? t('since', { day: since }) : t('cameFrom', { day: since, org: from.name })} ·{' '}
          {post.basis}
        </p>
      </div>
      <div className="establishment-deeds">
        {verbs.map((verb) => (
          <Button
            key={verb}
            aria-label={t(verb === 'move' ? 'moveOf' : 'endOf', { name })}
            onClick={() => onDeed(verb)}
          >
            {t(verb)}
          </Button>
        ))}
        <Button type="text" aria-label={t('historyOf', { name })} onClick={() => onDeed('history')}>
          {t('history')}
        </Button>
      </div>
    </li>
  );
}

function EstablishmentDeed({
  chosen,
  nameOf,
  onClose,
}: {
  chosen: { deed: Deed; posts: EstablishmentPostView[] } | null;
  nameOf: (post: EstablishmentPostView) => string;
  onClose: () => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const [first] = chosen?.posts ?? [];
  const title =
    chosen === null || first === undefined
      ? ''
      : chosen.posts.length > 1
        ? t('moveMany', { n: chosen.posts.length })
        : t(chosen.deed === 'move' ? 'moveOf' : chosen.deed === 'end' ? 'endOf' : 'historyOf', {
            name: nameOf(first),
          });
  return (
    <DeedDialog open={chosen !== null} title={title} onClose={onClose}>
      {chosen === null || first === undefined ? null : chosen.deed === 'move' ? (
        <ConsoleMoveEstablishment posts={chosen.posts} nameOf={nameOf} onClose={onClose} />
      ) : chosen.deed === 'end' ? (
        <ConsoleEndEstablishment post={first} onClose={onClose} />
      ) : (
        <ConsoleEstablishmentHistory post={first} />
      )}
    </DeedDialog>
  );
}
