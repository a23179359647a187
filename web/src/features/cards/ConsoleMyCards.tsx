import './card.css';
import './my-cards.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { Link } from 'wouter';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type CardConsent,
  type CardView,
  getCard,
  getOrg,
  giveConsent,
  newCommandId,
  ProblemError,
  type SessionPost,
  withdrawConsent,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { dateWords } from '../../ui/time/words.ts';
import { CardFacts } from './CardFacts.tsx';
import { cardPhrases } from './card-phrases.ts';
import { cardConsolePhrases } from './console-phrases.ts';

type CardField = CardConsent['fields'][number];

/** The phrase that names a field. */
const fieldPhrases = {
  identity: 'identity',
  pledge: 'pledge',
  'contact-by-relay': 'contact',
  standard: 'standard',
  result: 'result',
} as const satisfies Record<CardField, keyof typeof cardPhrases>;

/** Null: a role without a card. */
export function useCard(postId: string) {
  return useQuery({
    queryKey: ['card', postId],
    queryFn: async ({ signal }): Promise<CardView | null> => {
      try {
        return await getCard(postId, undefined, signal);
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** One's own cards: each field given and taken back by oneself, beside what others then see. */
export function ConsoleMyCards() {
  const t = usePhrases(cardConsolePhrases);
  const { posts } = useStaffSession();
  const section = useRef<HTMLElement>(null);
  // The public page leads here, and what it leads to stands below the fold.
  useEffect(() => {
    if (location.hash === '#cards') section.current?.scrollIntoView();
  }, []);
  return (
    <section ref={section} className="my-cards" id="cards" aria-labelledby="cards-title">
      <h2 id="cards-title">{t('mine')}</h2>
      <p className="soft">{t('mineText')}</p>
      {posts.map((post) => (
        <MyCard key={post.postId} post={post} isOnly={posts.length === 1} />
      ))}
    </section>
  );
}

function MyCard({ post, isOnly }: { post: SessionPost; isOnly: boolean }) {
  const t = usePhrases(cardConsolePhrases);
  const label = useLabel();
  const titleId = useId();
  const card = useCard(post.postId);
  if (card.isPending) return <LoadingLines lines={1} />;
  if (card.data === undefined) return <FailedState error={card.error} onRetry={() => void card.refetch()} />;
  if (card.data === null || card.data.mine === null || card.data.mine.length === 0)
    return isOnly ? <p className="soft">{t('none')}</p> : null;
  const { mine } = card.data;
  const role = label(post.roleTitle);
  return (
    <article className="my-card" aria-labelledby={titleId}>
      <header className="my-card-head">
        <h3 id={titleId}>{t('cardOf', { role, org: post.orgName })}</h3>
        <Link href={`/cards/${post.postId}`} aria-label={t('signOf', { role })}>
          {t('sign')}
        </Link>
      </header>
      <div className="my-card-columns">
        <div>
          <h4>{t('fields')}</h4>
          <ul className="consents">
            {mine.map((one) => (
              <Consent key={one.field} post={post} one={one} />
            ))}
          </ul>
        </div>
        <div>
          <h4>{t('preview')}</h4>
          <div className="duty-card">
            <CardFacts card={card.data} />
          </div>
        </div>
      </div>
    </article>
  );
}

function Consent({
  post,
  one: { field, givenAt, expiresAt },
}: {
  post: SessionPost;
  one: NonNullable<CardView['mine']>[number];
}) {
  const t = usePhrases(cardConsolePhrases);
  const words = usePhrases(cardPhrases);
  const locale = useLocale();
  const client = useQueryClient();
  const { message } = App.useApp();
  const name = words(fieldPhrases[field]);
  const isGiven = givenAt !== null;
  const save = useMutation({
    mutationFn: (deed: 'give' | 'withdraw') => {
      const body = { commandId: newCommandId(), fields: [field] };
      return deed === 'give' ? giveConsent(post.postId, body) : withdrawConsent(post.postId, body);
    },
    onSuccess: ({ card }, deed) => {
      client.setQueryData(['card', post.postId], card);
      message.success(t(deed === 'give' ? 'given' : 'withdrawn'));
    },
    onError: (error) => {
      const { title, detail } = problemWords(error, t('noAnswer'));
      message.error(detail === '' ? title : detail);
    },
  });
  return (
    <li data-field={field} data-given={isGiven}>
      <div>
        <p className="consent-name">{name}</p>
        <p className="soft">
          {isGiven && expiresAt !== null
            ? t('shownUntil', { day: dateWords(expiresAt, { locale, now: Date.now() }) })
            : t('hidden')}
        </p>
        {field === 'pledge' ? <OwnPledge post={post} /> : null}
      </div>
      <div className="consent-deeds">
        <Button
          aria-label={t(isGiven ? 'renewOf' : 'giveOf', { field: name })}
          loading={save.isPending && save.variables === 'give'}
          onClick={() => save.mutate('give')}
        >
          {t(isGiven ? 'renew' : 'give')}
        </Button>
        {isGiven ? (
          <Button
            aria-label={t('withdrawOf', { field: name })}
            loading={save.isPending && save.variables === 'withdraw'}
            onClick={() => save.mutate('withdraw')}
          >
            {t('withdraw')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** One reads what one would show before one agrees. */
function OwnPledge({ post }: { post: SessionPost }) {
  const t = usePhrases(cardConsolePhrases);
  const org = useQuery({
    queryKey: ['org', post.orgId],
    queryFn: ({ signal }) => getOrg(post.orgId, undefined, signal),
    staleTime: 60_000,
  });
  if (org.data === undefined) return null;
  const pledge = org.data.org.posts.find(({ postId }) => postId === post.postId)?.pledge ?? null;
  return <p>{pledge === null ? t('noPledge') : t('ownPledge', { text: pledge })}</p>;
}
