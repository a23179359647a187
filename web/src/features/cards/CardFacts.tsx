import type { ReactNode } from 'react';
import type { CardView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { cardPhrases } from './card-phrases.ts';

/** What a card lets everybody see. The holder's preview draws the same, from the same answer: a preview cannot promise more. */
export function CardFacts({ card }: { card: CardView }) {
  const t = usePhrases(cardPhrases);
  const label = useLabel();
  const { identity, pledge, contact, standard, result } = card;
  const facts: [key: string, title: string, value: ReactNode][] = [];
  if (identity !== null) facts.push(['identity', t('identity'), label(identity)]);
  if (pledge !== null) facts.push(['pledge', t('pledge'), pledge]);
  if (contact !== null) facts.push(['contact', t('contact'), t('contactText')]);
  if (standard !== null) facts.push(['standard', t('standard'), label(standard)]);
  if (result !== null) {
    facts.push([
      'result',
      t('result'),
      <>
        {result.text}
        <span className="duty-card-basis">
          {t('resultOf', { day: result.assessedOn, basis: result.basis })}
        </span>
      </>,
    ]);
  }
  return (
    <>
      <p className="duty-card-role">{label(card.roleTitle)}</p>
      <p className="duty-card-name">{card.name ?? t('nameHidden')}</p>
      <p className="duty-card-org">{card.orgName}</p>
      {card.serves > 0 ? <p className="duty-card-serves">{t('serves', { n: card.serves })}</p> : null}
      {facts.length === 0 ? (
        <p className="duty-card-nothing">{t('nothing')}</p>
      ) : (
        <dl className="duty-card-facts">
          {facts.map(([key, title, value]) => (
            <div key={key} data-field={key}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
