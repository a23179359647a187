import './nominations.css';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { When } from '../../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import {
  type BallotView,
  getNominations,
  type Nominations,
  type NominationView,
  photoUrl,
} from '../../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../../ui/i18n/index.ts';
import { useBallot } from '../ballot-queries.ts';
import { ConsoleBallotHead } from '../ConsoleBallotHead.tsx';
import { ConsoleNominate } from './ConsoleNominate.tsx';
import { ConsoleNominationDeed, type Deed, ofWords, verbWords } from './ConsoleNominationDeed.tsx';
import { nominationPhrases } from './nomination-phrases.ts';

const states = ['nominated', 'accepted', 'rejected', 'withdrawn'] as const;
const didWords = {
  nominate: 'did-nominate',
  accept: 'did-accept',
  reject: 'did-reject',
  withdraw: 'did-withdraw',
} as const satisfies Record<NominationView['trail'][number]['deed'], keyof typeof nominationPhrases>;

/** How candidates came to the slate: by which channel, vetted by whom, when and on what ground. */
export default function ConsoleNominations({ ballotId }: { ballotId: string }) {
  const t = usePhrases(nominationPhrases);
  const ballot = useBallot(ballotId);
  const nominations = useQuery({
    queryKey: ['ballot', ballotId, 'nominations'],
    queryFn: ({ signal }) => getNominations(ballotId, signal),
  });
  const [entering, setEntering] = useState(false);
  if (ballot.isPending) return <LoadingLines lines={4} />;
  if (ballot.data === undefined)
    return <FailedState isPage error={ballot.error} onRetry={() => void ballot.refetch()} />;
  const view = ballot.data;
  const mayNominate = view.mayNominate.length > 0;
  return (
    <div className="nominations">
      <ConsoleBallotHead ballot={view} title={t('title')}>
        {mayNominate ? (
          <Button type="primary" onClick={() => setEntering(true)}>
            {t('nominate')}
          </Button>
        ) : null}
      </ConsoleBallotHead>
      {nominations.isPending ? (
        <LoadingLines lines={4} />
      ) : nominations.data === undefined ? (
        <FailedState error={nominations.error} onRetry={() => void nominations.refetch()} />
      ) : nominations.data.nominations.length === 0 ? (
        <EmptyState
          title={t(mayNominate ? 'noneTitle' : 'notNominatedTitle')}
          detail={t(mayNominate ? 'noneDetail' : 'notNominatedDetail')}
        />
      ) : (
        <Slate ballot={view} data={nominations.data} isOpen={mayNominate} />
      )}
      <ConsoleNominate
        ballot={view}
        norm={nominations.data?.norm ?? null}
        open={entering}
        onClose={() => setEntering(false)}
      />
    </div>
  );
}

function Slate({ ballot, data, isOpen }: { ballot: BallotView; data: Nominations; isOpen: boolean }) {
  const t = usePhrases(nominationPhrases);
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const [deed, setDeed] = useState<Deed | null>(null);
  const channels = channelsOf(ballot, data);
  const state = states.find((one) => one === search.get('state'));
  const channel = channels.find(({ key }) => key === search.get('channel'));
  const shown = data.nominations.filter(
    (one) =>
      (state === undefined || one.state === state) && (channel === undefined || one.channel === channel.key),
  );
  const isChosen = (key: string | undefined, of: (typeof states)[number]) =>
    state === of && channel?.key === key;
  const choose = (key: string | undefined, of: (typeof states)[number]) =>
    setSearch(isChosen(key, of) ? {} : { state: of, ...(key === undefined ? {} : { channel: key }) }, {
      replace: true,
    });
  return (
    <>
      {isOpen ? null : <p className="nominations-closed">{t('closed')}</p>}
      <div className="nominations-columns">
        <div className="nominations-main">
          <div className="nominations-table">
            <table aria-label={t('channels')}>
              <thead>
                <tr>
                  <th scope="col">{t('channel')}</th>
                  {states.map((of) => (
                    <th key={of} scope="col">
                      {t(of)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...channels, undefined].map((one) => (
                  <tr key={one?.key ?? 'sum'}>
                    <th scope="row">{one === undefined ? t('sum') : label(one.title)}</th>
                    {states.map((of) => {
                      const n = data.nominations.filter(
                        (nomination) =>
                          nomination.state === of && (one === undefined || nomination.channel === one.key),
                      ).length;
                      return (
                        <td key={of}>
                          {n === 0 ? (
                            <span className="soft">0</span>
                          ) : (
                            <button
                              type="button"
                              className="figure-door"
                              aria-pressed={isChosen(one?.key, of)}
                              aria-label={t('doorOf', {
                                channel: one === undefined ? t('sum') : label(one.title),
                                state: t(of),
                                n,
                              })}
                              onClick={() => choose(one?.key, of)}
                            >
                              {n}
                            </button>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {state === undefined ? null : (
            <p className="soft" role="status">
              {t('showing', {
                channel: channel === undefined ? t('sum') : label(channel.title),
                state: t(state),
              })}
            </p>
          )}
          {shown.length === 0 ? (
            <EmptyState title={t('noneHere')} detail={t('noneHereDetail')} />
          ) : (
            shown.map((one) => (
              <Nomination
                key={one.nominationId}
                ballot={ballot}
                one={one}
                onDeed={(verb) => setDeed({ verb, nomination: one })}
              />
            ))
          )}
        </div>
        <aside className="nominations-side">
          <SlateList ballot={ballot} data={data} />
          <Norm data={data} />
        </aside>
      </div>
      <ConsoleNominationDeed ballotId={ballot.ballotId} deed={deed} onClose={() => setDeed(null)} />
    </>
  );
}

/** Those that are open, and those through which somebody came. */
function channelsOf(ballot: BallotView, { nominations }: Nominations): BallotView['mayNominate'] {
  const known = new Map(ballot.mayNominate.map((one) => [one.key, one]));
  for (const { channel, channelTitle } of nominations)
    if (!known.has(channel)) known.set(channel, { key: channel, title: channelTitle });
  return [...known.values()];
}

function Nomination({
  ballot,
  one,
  onDeed,
}: {
  ballot: BallotView;
  one: NominationView;
  onDeed: (verb: Deed['verb']) => void;
}) {
  const t = usePhrases(nominationPhrases);
  const label = useLabel();
  const question = ballot.questions.find(({ key }) => key === one.question);
  return (
    <article className="nomination" data-state={one.state} aria-label={one.name}>
      {one.photoId === null ? null : <img src={photoUrl(one.photoId, 'thumbnail')} alt="" loading="lazy" />}
      <div className="nomination-main">
        <h2>
          {one.name} <span className="tag">{label(one.channelTitle)}</span>{' '}
          <span className={one.state === 'nominated' ? 'tag tag-amber' : 'tag'}>{t(one.state)}</span>
          {one.countsForNorm ? <span className="tag">{t('countsForNorm')}</span> : null}
        </h2>
        <p className="soft">
          {[
            ballot.questions.length > 1 ? question?.title : undefined,
            one.supporters > 1 ? t('supporters', { n: one.supporters }) : undefined,
          ]
            .filter((words) => words !== undefined)
            .join(' · ')}
        </p>
        <p className="nomination-why">{one.statement}</p>
        <ol className="nomination-trail" aria-label={t('trail')}>
          {one.trail.map((step) => (
            <li key={`${step.deed} ${step.at}`}>
              <strong>{t(didWords[step.deed])}</strong> {step.by} · <When at={step.at} />
              {step.reason === null ? null : <span className="nomination-ground">{step.reason}</span>}
            </li>
          ))}
        </ol>
        {one.verbs.length === 0 ? null : (
          <p className="nomination-deeds">
            {one.verbs.map((verb) => (
              <Button
                key={verb}
                type={verb === 'accept' ? 'primary' : verb === 'withdraw' ? 'text' : 'default'}
                aria-label={t(ofWords[verb], { name: one.name })}
                onClick={() => onDeed(verb)}
              >
                {t(verbWords[verb])}
              </Button>
            ))}
          </p>
        )}
      </div>
    </article>
  );
}

function SlateList({ ballot, data }: { ballot: BallotView; data: Nominations }) {
  const t = usePhrases(nominationPhrases);
  const asked = ballot.questions.filter(({ form }) => form === 'options');
  return (
    <section aria-labelledby="slate">
      <h2 id="slate">{t('slate')}</h2>
      {asked.map((question) => {
        const accepted = data.nominations.filter(
          ({ question: key, state }) => key === question.key && state === 'accepted',
        );
        return (
          <div key={question.key}>
            <h3>
              {question.title}
              {question.picks === null ? null : (
                <span className="soft"> {t('seats', { n: question.picks })}</span>
              )}
            </h3>
            {accepted.length === 0 ? (
              <p className="soft">{t('slateNone')}</p>
            ) : (
              <ol className="slate">
                {accepted.map(({ nominationId, name }) => (
                  <li key={nominationId}>{name}</li>
                ))}
              </ol>
            )}
          </div>
        );
      })}
    </section>
  );
}

function Norm({ data: { norm } }: { data: Nominations }) {
  const t = usePhrases(nominationPhrases);
  const label = useLabel();
  if (norm === null) return null;
  return (
    <section aria-labelledby="slate-norm">
      <h2 id="slate-norm">{label(norm.title)}</h2>
      <p>
        {t('slateNorm', { of: norm.accepted, n: norm.counting, percent: norm.percent })}
        {norm.accepted === 0 ? null : (
          <span className={norm.isMet ? 'tag' : 'tag tag-amber'}>
            {t(norm.isMet ? 'normMet' : 'normOpen')}
          </span>
        )}
      </p>
      <p className="soft">{t('normNote')}</p>
    </section>
  );
}
