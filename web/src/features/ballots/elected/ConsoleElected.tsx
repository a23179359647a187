import { postWords } from '@linli/contract/post-words';
import './elected.css';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { BallotView, ElectedView } from '../../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { dayWords } from '../day-words.ts';
import { ConsoleAppointElected } from './ConsoleAppointElected.tsx';
import { electedPhrases } from './elected-phrases.ts';

const stepWords = {
  nominated: 'nominated',
  vetted: 'vetted',
  voted: 'voted',
  posted: 'posted',
  appointed: 'appointedStep',
} as const satisfies Record<ElectedView['trail'][number]['step'], keyof typeof electedPhrases>;

/** Who was elected to which post, how that came, and the deed that gives the post. */
export function ConsoleElected({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(electedPhrases);
  const [chosen, setChosen] = useState<ElectedView | null>(null);
  if (ballot.elected.length === 0) return null;
  return (
    <section aria-labelledby="ballot-elected">
      <h2 id="ballot-elected" className="section-title">
        {t('title')}
      </h2>
      <ul className="elected-list">
        {ballot.elected.map((one) => (
          <li key={`${one.question} ${one.option}`}>
            <Elected ballot={ballot} one={one} onAppoint={() => setChosen(one)} />
          </li>
        ))}
      </ul>
      <ConsoleAppointElected ballot={ballot} one={chosen} onClose={() => setChosen(null)} />
    </section>
  );
}

function Elected({
  ballot,
  one,
  onAppoint,
}: {
  ballot: BallotView;
  one: ElectedView;
  onAppoint: () => void;
}) {
  const t = usePhrases(electedPhrases);
  const label = useLabel();
  const { org, post } = one;
  return (
    <article className="elected" aria-label={one.name}>
      <h3>
        {one.name}
        <span className="tag">
          {org === null
            ? t('toNoOrg', { role: label(one.roleTitle) })
            : t('to', { post: label(postWords(org.name, one.roleTitle)) })}
        </span>
        {post === null ? null : <span className="tag tag-good">{t('isAppointed')}</span>}
      </h3>
      <ElectedTrail trail={one.trail} />
      <p className="elected-foot">
        {post !== null ? (
          <>
            <span>
              <Term post={post} />
            </span>
            {org === null ? null : <Link href={`/orgs?org=${org.orgId}`}>{t('toPost')}</Link>}
          </>
        ) : one.appoint !== null ? (
          <Button type="primary" aria-label={t('appointOf', { name: one.name })} onClick={onAppoint}>
            {t('appoint')}
          </Button>
        ) : (
          <span className="soft">{t(whyNot(ballot, one))}</span>
        )}
      </p>
    </article>
  );
}

function whyNot({ phase }: BallotView, { org }: ElectedView): 'noOrg' | 'waits' | 'waitsAppointer' {
  if (org === null) return 'noOrg';
  return phase === 'final' ? 'waitsAppointer' : 'waits';
}

function Term({ post }: { post: NonNullable<ElectedView['post']> }) {
  const t = usePhrases(electedPhrases);
  const locale = useLocale();
  const from = dayWords(post.heldFrom, locale);
  return post.heldTo === null
    ? t('termOpen', { from })
    : t('term', { from, to: dayWords(post.heldTo, locale) });
}

/** Nominated, vetted, voted, posted: what the ballot has kept, and the post will say. */
export function ElectedTrail({ trail }: Pick<ElectedView, 'trail'>) {
  const t = usePhrases(electedPhrases);
  const label = useLabel();
  const locale = useLocale();
  return (
    <ol className="elected-trail" aria-label={t('trail')}>
      {trail.map(({ step, channel, doneOn, note }) => (
        <li key={step}>
          <strong>{t(stepWords[step])}</strong>
          <span className="elected-note">
            {[channel === null ? null : label(channel), note].filter((words) => words !== null).join(' · ')}
          </span>
          <time dateTime={doneOn}>{dayWords(doneOn, locale)}</time>
        </li>
      ))}
    </ol>
  );
}
