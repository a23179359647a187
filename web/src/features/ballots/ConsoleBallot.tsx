import { postWords } from '@linli/contract/post-words';
import './ballots.css';
import './console-ballots.css';
import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type BallotView, ballotFilePath, bundlePath } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate } from '../../ui/time/words.ts';
import { BallotParticipation } from './BallotParticipation.tsx';
import { BallotResult } from './BallotResult.tsx';
import { BallotStudy } from './BallotStudy.tsx';
import { ballotPhrases } from './ballot-phrases.ts';
import { useBallot, useBallotHistory } from './ballot-queries.ts';
import { ConsoleBallotHistory } from './ConsoleBallotHistory.tsx';
import { ConsoleBallotNext } from './ConsoleBallotNext.tsx';
import { ConsoleBallotQuestions } from './ConsoleBallotQuestions.tsx';
import { ConsoleBallotRoll, Hash } from './ConsoleBallotRoll.tsx';
import { ConsoleBallotSteps } from './ConsoleBallotSteps.tsx';
import { type BallotDeed, ConsoleBallotVerb } from './ConsoleBallotVerb.tsx';
import { ConsolePaperPetition } from './ConsolePaperPetition.tsx';
import { consoleBallotPhrases } from './console-phrases.ts';
import { dayWords } from './day-words.ts';
import { ConsoleElected } from './elected/ConsoleElected.tsx';

/** One ballot for those who work on it: where it stands, what is next, and everything that led here. */
export default function ConsoleBallot({ ballotId }: { ballotId: string }) {
  const page = useBallot(ballotId);
  if (page.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined)
    return <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />;
  return <BallotPage ballot={page.data} />;
}

function BallotPage({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const [, navigate] = useLocation();
  const [deed, setDeed] = useState<BallotDeed | null>(null);
  const verbOf = (key: BallotDeed['verb']['verb']) => ballot.verbs.find(({ verb }) => verb === key);
  const vet = verbOf('vet');
  const { participation, result } = ballot;
  return (
    <article className="ballot">
      <Link href="/ballots" className="back-link soft">
        <ArrowLeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      <PageHead
        title={ballot.title}
        summary={
          <>
            <span>{label(ballot.kindTitle)}</span>
            <span>{ballot.part?.name ?? ballot.area.name}</span>
            <span className="figures">{ballot.number}</span>
          </>
        }
      >
        {ballot.phase === 'draft' && ballot.study === null ? null : (
          <a className="head-link" href={`/ballots/${ballot.ballotId}`}>
            {t('resident')}
          </a>
        )}
      </PageHead>
      <p className="line-marks ballot-tags">
        <span className="tag tag-calm">{label(ballot.phaseTitle)}</span>
        <span className="tag">{t(ballot.secret ? 'secret' : 'open')}</span>
        {ballot.outcome === null || ballot.phase === 'annulled' ? null : (
          <strong>{label(ballot.outcome)}</strong>
        )}
      </p>
      <Ended ballot={ballot} />
      <ConsoleBallotSteps steps={ballot.steps} />
      <ConsoleBallotNext
        ballot={ballot}
        onVerb={(verb) =>
          verb.verb === 'amend' ? navigate(`/ballots/${ballot.ballotId}/amend`) : setDeed({ verb })
        }
      />
      {ballot.warnings.length === 0 ? null : (
        <Alert
          type="warning"
          className="ballot-warnings"
          title={words('warnings')}
          description={ballot.warnings.map((warning) => <p key={warning.zh}>{label(warning)}</p>)}
        />
      )}
      <div className="ballot-columns">
        <div className="ballot-main">
          {result === null && ballot.external === null ? null : <Result ballot={ballot} />}
          <ConsoleElected ballot={ballot} />
          <Objections
            ballot={ballot}
            onAnswer={(objectionId) => {
              const verb = verbOf('answer-objection');
              if (verb !== undefined) setDeed({ verb, objectionId });
            }}
          />
          <ConsoleBallotQuestions
            ballot={ballot}
            onVet={(vetted) => vet !== undefined && setDeed({ verb: vet, vetted })}
          />
          <section aria-labelledby="ballot-text">
            <h2 id="ballot-text" className="section-title">
              {t('text')}
            </h2>
            {ballot.text === '' ? (
              <p className="soft">{t('noText')}</p>
            ) : (
              <p className="typed ballot-text">{ballot.text}</p>
            )}
          </section>
          <Study ballot={ballot} />
        </div>
        <aside className="ballot-side">
          {result !== null ? null : (
            <Part id="ballot-participation" title={words('participation')}>
              {participation === null ? (
                <p className="soft">
                  {t(ballot.municipalSystem === 'required' ? 'participationElsewhere' : 'noParticipation')}
                </p>
              ) : (
                <BallotParticipation participation={participation} />
              )}
            </Part>
          )}
          <ConsoleBallotRoll ballot={ballot} />
          <Facts ballot={ballot} />
          <Evidence ballot={ballot} />
        </aside>
      </div>
      <ConsoleBallotHistory ballotId={ballot.ballotId} />
      <ConsoleBallotVerb ballot={ballot} deed={deed} onClose={() => setDeed(null)} />
    </article>
  );
}

/** That it was taken back, and why: what all who were asked may read. */
function Ended({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const isEnded = ballot.phase === 'annulled' || ballot.phase === 'withdrawn';
  const history = useBallotHistory(ballot.ballotId, isEnded);
  if (!isEnded) return null;
  const reason = history.data?.entries.at(-1)?.reason ?? null;
  return (
    <Alert
      type="warning"
      className="ballot-warnings"
      title={t(ballot.phase === 'annulled' ? 'isAnnulled' : 'isWithdrawn')}
      description={reason === null ? undefined : t('because', { reason })}
    />
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="ballot-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Result({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { result, external } = ballot;
  return (
    <section className="ballot-result" aria-labelledby="ballot-result">
      <h2 id="ballot-result" className="section-title">
        {words('result')}
      </h2>
      {external === null ? null : (
        <>
          <p>{words('external', { system: external.system, number: external.number })}</p>
          <h3>{t('files')}</h3>
          <ul className="ballot-files">
            {external.evidence.map(({ fileId, name, sha256 }) => (
              <li key={sha256}>
                {fileId === null ? (
                  name
                ) : (
                  <a href={ballotFilePath(ballot.ballotId, fileId)} download>
                    {name}
                  </a>
                )}{' '}
                <code className="soft" title={sha256}>
                  {sha256.slice(0, 12)}
                </code>
              </li>
            ))}
          </ul>
        </>
      )}
      {result === null ? null : (
        <>
          <BallotResult result={result} questions={ballot.questions} form={ballot.form} />
          {result.by === null ? null : (
            <p className="soft">
              {t('countedBy', {
                post: label(postWords(result.by.orgName, result.by.roleTitle)),
                day: dayWords(result.countedAt, locale),
              })}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Objections({ ballot, onAnswer }: { ballot: BallotView; onAnswer: (objectionId: string) => void }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const mayAnswer = ballot.verbs.some(({ verb }) => verb === 'answer-objection');
  if (ballot.objections.length === 0 && ballot.objectionsUntil === null) return null;
  return (
    <section aria-labelledby="ballot-objections">
      <h2 id="ballot-objections" className="section-title">
        {words('objections')}
      </h2>
      {ballot.objections.length === 0 ? <p className="soft">{t('noObjections')}</p> : null}
      <ul className="ballot-objections">
        {ballot.objections.map((one) => (
          <li key={one.objectionId}>
            <p className="soft">
              <When at={one.at} />
              {one.entryId === null ? null : ` · ${t('objectionOf', { entry: one.entryId })}`}
            </p>
            <p className="typed">{one.text}</p>
            {one.answer === null ? (
              <p className="ballot-vet">
                <span className="tag tag-amber">{words('waitsForAnswer')}</span>
                {mayAnswer ? (
                  <Button size="small" onClick={() => onAnswer(one.objectionId)}>
                    {t('answer')}
                  </Button>
                ) : null}
              </p>
            ) : (
              <blockquote className="opinion">
                <p className="soft">
                  {words('answered', { by: one.answer.by })} ·{' '}
                  {words(one.answer.upheld ? 'upheld' : 'notUpheld')}
                </p>
                <p className="typed">{one.answer.text}</p>
              </blockquote>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Study({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const [signing, setSigning] = useState(false);
  const { study } = ballot;
  if (study === null) return null;
  // Who convenes or counts enters what was signed on paper; the server refuses everybody else.
  const mayEnter =
    study.ended === null &&
    study.petition?.mayPass === true &&
    (ballot.desk !== null || ballot.verbs.some(({ verb }) => verb === 'withdraw'));
  return (
    <section aria-labelledby="ballot-study">
      <h2 id="ballot-study" className="section-title">
        {words('study')}
      </h2>
      <div className="ballot-study">
        <BallotStudy study={study} />
        {study.opinion?.minutesId == null ? null : (
          <p>
            <Link href={`/gatherings/${study.opinion.minutesId}`}>{t('minutes')}</Link>
          </p>
        )}
        {mayEnter ? (
          <p>
            <Button onClick={() => setSigning(true)}>{t('petitionOnPaper')}</Button>
          </p>
        ) : null}
      </div>
      <ConsolePaperPetition ballot={ballot} open={signing} onClose={() => setSigning(false)} />
    </section>
  );
}

function Facts({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const marks = useMarks();
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { convener, silence } = ballot;
  const time = (at: string) => <time dateTime={at}>{fullDate(at, { locale })}</time>;
  const facts: [string, ReactNode][] = [
    [
      t('convener'),
      [label(postWords(convener.orgName, convener.roleTitle)), convener.name].filter(Boolean).join(' · '),
    ],
    [t('electorate'), label(ballot.electorate)],
    [
      t('channels'),
      marks.listed(ballot.channels.map((channel) => words(channel))) +
        (ballot.maxProxies === null || !ballot.channels.includes('proxy')
          ? ''
          : t('maxProxies', { n: ballot.maxProxies })),
    ],
    [
      t('voting'),
      ballot.votingFrom === null || ballot.votingUntil === null ? (
        t('noDays')
      ) : (
        <>
          {time(ballot.votingFrom)}
          <br />
          {time(ballot.votingUntil)}
        </>
      ),
    ],
  ];
  const days: [string, string | null][] = [
    [t('rollUntil'), ballot.rollUntil],
    [t('countDue'), ballot.result === null ? ballot.countDueAt : null],
    [t('announceDue'), ballot.result === null ? ballot.announceDueAt : null],
    [t('objectionsUntil'), ballot.objectionsUntil],
  ];
  for (const [title, at] of days) if (at !== null) facts.push([title, time(at)]);
  if (ballot.form === 'owners-vote')
    facts.push([
      t('silence'),
      silence === null ? t('silenceOut') : t('silenceWith', { basis: silence.basis }),
    ]);
  if (ballot.basis !== null) facts.push([t('basis'), ballot.basis]);
  return (
    <section className="ballot-part" aria-labelledby="ballot-facts">
      <h2 id="ballot-facts">{t('facts')}</h2>
      <dl className="facts">
        {facts.map(([title, what]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      {ballot.municipalSystem === null ? null : (
        <p className="soft">
          {t(ballot.municipalSystem === 'required' ? 'municipalRequired' : 'municipalAllowed')}
        </p>
      )}
      {ballot.repeats === null ? null : (
        <p>
          <Link href={`/ballots/${ballot.repeats.ballotId}`}>
            {t('repeats', { number: ballot.repeats.number })}
          </Link>
        </p>
      )}
      {ballot.repeatedBy === null ? null : (
        <p>
          <Link href={`/ballots/${ballot.repeatedBy.ballotId}`}>
            {t('repeatedBy', { number: ballot.repeatedBy.number })}
          </Link>
        </p>
      )}
    </section>
  );
}

function Evidence({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const isWritten = ballot.questions.some(({ form }) => form === 'text');
  return (
    <section className="ballot-part" aria-labelledby="ballot-evidence">
      <h2 id="ballot-evidence">{t('evidence')}</h2>
      {ballot.hasBundle ? (
        <>
          <p className="soft">{isWritten ? t('evidenceWritten') : words('bundleText')}</p>
          <p>
            <Button href={bundlePath(ballot.ballotId)} download icon={<DownloadOutlined />}>
              {words('bundle')}
            </Button>
          </p>
          <p className="soft">{t('verifyWith')}</p>
          <code className="ballot-command">npm run linli -- ballot verify {ballot.number}.json</code>
        </>
      ) : (
        <p className="soft">{t(isWritten ? 'evidenceWritten' : 'evidenceLater')}</p>
      )}
      <Hash title={t('headHash')} hint={t('headHashHint')} value={ballot.headHash} />
    </section>
  );
}
