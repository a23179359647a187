import { Button } from 'antd';
import { Link } from 'wouter';
import type { BallotVerbView, BallotView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useBallotKinds } from './ballot-queries.ts';
import { NextByTime } from './ConsoleBallots.tsx';
import { consoleBallotPhrases } from './console-phrases.ts';

/** Pages of their own, where a dialog would be too small. */
const ownPage = new Set<BallotVerbView['verb']>([
  'record-result',
  'vet',
  'strike',
  'object-strike',
  'decide-strike',
]);

/** What the viewer may do with it now, and what time does: exactly what the server listed. */
export function ConsoleBallotNext({
  ballot,
  onVerb,
}: {
  ballot: BallotView;
  onVerb: (verb: BallotVerbView) => void;
}) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const here = `/ballots/${ballot.ballotId}`;
  const verbs = ballot.verbs.filter(({ verb }) => !ownPage.has(verb));
  const may = (verb: BallotVerbView['verb']) => ballot.verbs.some((one) => one.verb === verb);
  const places = placesOf(ballot, may);
  const kinds = useBallotKinds();
  const mayConvene = kinds.data?.kinds.find(({ key }) => key === ballot.kind)?.convene ?? [];
  const again =
    ['failed', 'annulled', 'withdrawn'].includes(ballot.phase) &&
    mayConvene.some(
      ({ code, parts }) =>
        code === ballot.area.code &&
        (ballot.part === null || parts.some((part) => part.code === ballot.part?.code)),
    );
  return (
    <section className="ballot-next" aria-labelledby="ballot-next">
      <h2 id="ballot-next">{t('next')}</h2>
      {ballot.next === null ? null : <NextByTime next={ballot.next} />}
      {ballot.phase === 'draft' && may('amend') ? (
        <p className="soft">{t(ballot.study === null ? 'isDraft' : 'isStudied')}</p>
      ) : null}
      {verbs.length + places.length === 0 && !again ? <p className="soft">{t('nothingNext')}</p> : null}
      <p className="ballot-deeds">
        {verbs.map((verb) => (
          <Button key={verb.verb} type={verb.primary ? 'primary' : 'default'} onClick={() => onVerb(verb)}>
            {label(verb.title)}
          </Button>
        ))}
        {again ? (
          <Link href={`/ballots/new?repeats=${ballot.ballotId}`} className="ballot-place">
            {t('again')}
          </Link>
        ) : null}
        {places.map(({ to, words, n }) => (
          <Link key={to} href={`${here}/${to}`} className="ballot-place">
            {t(words, { n: n ?? 0 })}
          </Link>
        ))}
      </p>
    </section>
  );
}

/** Papers are printed before they can be read, so the desk is there as soon as there is a roll. */
const deskPhases = new Set<BallotView['phase']>(['posted', 'voting', 'counting']);

interface Place {
  to: 'nominations' | 'roll' | 'desk' | 'external-count' | 'catalogue';
  words: 'toNominations' | 'toRoll' | 'toStrikes' | 'toDesk' | 'toDeskOpen' | 'toExternal' | 'toCatalogue';
  n?: number;
}

/** The rooms of a ballot that exist for this kind, in this phase, for this viewer. */
function placesOf(ballot: BallotView, may: (verb: BallotVerbView['verb']) => boolean): Place[] {
  const places: Place[] = [];
  const hasCandidates = ballot.questions.some(({ options }) => options.some(({ candidate }) => candidate));
  if (may('vet') || ballot.mayNominate.length > 0 || hasCandidates)
    places.push({ to: 'nominations', words: 'toNominations' });
  if (ballot.rollCheck !== null)
    places.push({ to: 'roll', words: ballot.rollCheck === 'strikes' ? 'toRoll' : 'toStrikes' });
  if (ballot.desk !== null && ballot.channels.includes('paper') && deskPhases.has(ballot.phase)) {
    const { open } = ballot.desk;
    places.push(open > 0 ? { to: 'desk', words: 'toDeskOpen', n: open } : { to: 'desk', words: 'toDesk' });
  }
  if (may('record-result')) places.push({ to: 'external-count', words: 'toExternal' });
  if (ballot.form === 'survey' && ballot.result !== null)
    places.push({ to: 'catalogue', words: 'toCatalogue' });
  return places;
}
