import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useState } from 'react';
import { When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import {
  cancelPlan,
  getPlan,
  newCommandId,
  type PlanImpossible,
  type PlanProposal,
  type PlanSummary,
  type PlanView,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsolePlanAccept } from './ConsolePlanAccept.tsx';
import { PlanBounds } from './PlanBounds.tsx';
import { PlanChangesTable } from './PlanChangesTable.tsx';
import { PlanGrids } from './PlanGrids.tsx';
import { PlanMaps } from './PlanMaps.tsx';
import { planPhrases } from './plan-phrases.ts';

const lookAgainMs = 700;
const stateWords = {
  waiting: 'waiting',
  planning: 'planning',
  proposed: 'proposed',
  impossible: 'impossible',
  accepted: 'accepted',
  'in-force': 'inForce',
  lapsed: 'lapsed',
  cancelled: 'cancelled',
  failed: 'failed',
} as const satisfies Record<PlanSummary['state'], keyof typeof planPhrases>;
const stepWords = {
  count: 'stepCount',
  bound: 'stepBound',
  partition: 'stepPartition',
  assign: 'stepAssign',
  'share-out': 'stepShareOut',
  compare: 'stepCompare',
} as const satisfies Record<NonNullable<PlanSummary['progress']>['step'], keyof typeof planPhrases>;

export const isMoving = ({ state }: Pick<PlanSummary, 'state'>): boolean =>
  state === 'waiting' || state === 'planning';

export function PlanState({ plan }: { plan: PlanSummary }) {
  const t = usePhrases(planPhrases);
  return (
    <span className="plan-state" data-state={plan.state}>
      {t(stateWords[plan.state], { day: plan.inForceFrom ?? '' })}
    </span>
  );
}

/** One plan, from waiting to in force; it may be left and found again. */
export function ConsolePlan({ planId, onAccepted }: { planId: string; onAccepted: () => void }) {
  const t = usePhrases(planPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [accepting, setAccepting] = useState(false);
  const one = useQuery({
    queryKey: ['plan', planId],
    queryFn: async ({ signal }) => (await getPlan(planId, signal)).plan,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? lookAgainMs : false),
  });
  const cancel = useMutation({
    mutationFn: (commandId: string) => cancelPlan(planId, commandId),
    onSuccess: ({ plan }) => client.setQueryData(['plan', planId], plan),
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
      void one.refetch();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['plans'] }),
  });
  if (one.isPending) return <LoadingLines lines={2} />;
  if (one.data === undefined) return <FailedState error={one.error} onRetry={() => void one.refetch()} />;
  const plan = one.data;
  const { proposal, impossible, verbs } = plan;
  return (
    <section className="plan-card" aria-labelledby="plan-one">
      <div className="section-head">
        <h2 id="plan-one">
          {t('planOf')} · {t(plan.aim === 'fewest-changes' ? 'fewestChanges' : 'shortestWays')}
        </h2>
        <PlanState plan={plan} />
        <span className="soft">
          {plan.createdBy} · <When at={plan.createdAt} />
          {plan.acceptedBy === null ? null : ` · ${t('acceptedBy', { name: plan.acceptedBy })}`}
        </span>
      </div>
      <Going plan={plan} />
      {plan.failure === null ? null : <p className="plan-note">{t('failedDetail', { why: plan.failure })}</p>}
      {plan.state === 'lapsed' ? <Lapsed plan={plan} /> : null}
      {impossible === null ? null : <Impossible impossible={impossible} />}
      {proposal === null ? null : <Figures proposal={proposal} />}
      {verbs.length === 0 && plan.state !== 'proposed' ? null : (
        <div className="plan-verbs">
          {verbs.includes('accept') && (proposal?.changes ?? 0) + (proposal?.homesMoved ?? 0) > 0 ? (
            <Button type="primary" size="large" onClick={() => setAccepting(true)}>
              {t('accept')}
            </Button>
          ) : null}
          {verbs.includes('cancel') ? (
            <Button size="large" loading={cancel.isPending} onClick={() => cancel.mutate(newCommandId())}>
              {t(plan.state === 'accepted' ? 'cancelAccepted' : 'cancel')}
            </Button>
          ) : null}
          {plan.state === 'proposed' && !verbs.includes('accept') ? (
            <p className="soft">{t('onlyAdministrators')}</p>
          ) : null}
        </div>
      )}
      {proposal === null ? null : <Particulars plan={plan} proposal={proposal} />}
      <ConsolePlanAccept
        plan={plan}
        open={accepting}
        onClose={() => setAccepting(false)}
        onAccepted={onAccepted}
      />
    </section>
  );
}

function Going({ plan }: { plan: PlanView }) {
  const t = usePhrases(planPhrases);
  if (!isMoving(plan)) return null;
  const { progress } = plan;
  return (
    <div className="plan-going">
      <p aria-live="polite">{progress === null ? t(stateWords[plan.state]) : t(stepWords[progress.step])}</p>
      <Progress
        percent={progress === null ? 0 : Math.round((100 * progress.done) / Math.max(1, progress.of))}
        status="active"
        aria-label={t('planning')}
      />
      <p className="soft">{t('leave')}</p>
    </div>
  );
}

function Lapsed({ plan }: { plan: PlanView }) {
  const t = usePhrases(planPhrases);
  const label = useLabel();
  return (
    <div className="plan-note">
      {t('lapsedDetail')}
      <ul>
        {(plan.changedSince ?? []).map(({ what, message }) => (
          <li key={what}>{label(message)}</li>
        ))}
      </ul>
      {t('planAgain')}
    </div>
  );
}

function Impossible({ impossible }: { impossible: PlanImpossible }) {
  const t = usePhrases(planPhrases);
  const label = useLabel();
  return (
    <>
      <h3>{t('whyNot')}</h3>
      <p>{label(impossible.message)}</p>
      {impossible.isProven ? null : <p className="soft">{t('notProven')}</p>}
      {impossible.conflict.length === 0 ? null : (
        <p>
          {t(impossible.isSmallest === true ? 'smallestConflict' : 'conflict', {
            bounds: impossible.conflict.map(({ title }) => label(title)).join(t('listed')),
          })}
        </p>
      )}
      {impossible.mends.length === 0 ? null : (
        <>
          <h3>{t('mends')}</h3>
          <ul className="plan-mends">
            {impossible.mends.map(({ message, isEnough }) => (
              <li key={message.zh}>
                {label(message)}{' '}
                <span className={isEnough ? 'plan-kept' : 'soft'}>
                  {t(isEnough ? 'isEnough' : 'notEnough')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Figures({ proposal }: { proposal: PlanProposal }) {
  const t = usePhrases(planPhrases);
  const { before, after } = proposal;
  const percent = percentUp(proposal.gapShare);
  const meanWay = (metres: number | null, homes: number): number | null =>
    metres === null || homes === 0 ? null : Math.round(metres / homes);
  const wayBefore = meanWay(before.metres, before.servedHomes);
  const wayAfter = meanWay(after.metres, after.servedHomes) ?? 0;
  const figures: [string, string][] = [
    [t('homesToOthers'), `${proposal.homesToOthers} / ${after.homes}`],
    [t('homesMoved'), String(proposal.homesMoved)],
    [
      t('ways'),
      wayBefore === null
        ? t('waysOne', { after: wayAfter })
        : t('waysBoth', { before: wayBefore, after: wayAfter }),
    ],
    [t('gap'), percent === '0' ? t('gapNone') : t('gapWords', { percent })],
    [t('balance'), t('balanceWords', { percent: percentUp(proposal.balance) })],
    [t('reserve'), t('reserveWords', { n: proposal.reserve })],
  ];
  return (
    <>
      <dl className="plan-figures">
        {figures.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        {percent === '0' ? t('gapNoneDetail') : t('gapDetail', { percent })}
        {proposal.leastChanges === null || proposal.leastChanges === 0
          ? null
          : ` ${t('leastChanges', { n: proposal.leastChanges })}`}
      </p>
      {proposal.changes === 0 && proposal.homesMoved === 0 ? (
        <p className="plan-kept">{t('unchanged')}</p>
      ) : null}
    </>
  );
}

function Particulars({ plan, proposal }: { plan: PlanView; proposal: PlanProposal }) {
  const t = usePhrases(planPhrases);
  const { before, after } = proposal;
  return (
    <>
      <div className="plan-side">
        <PlanMaps compound={plan.compound.code} before={before} after={after} />
      </div>
      <h3>{t('grids')}</h3>
      <PlanGrids view={after} label={t('gridsPlanned')} />
      <h3>{t('bound')}</h3>
      <PlanBounds bounds={after.bounds} label={t('boundsPlanned')} />
      {proposal.changes === 0 ? null : (
        <>
          <h3>{t('changes', { n: proposal.changes })}</h3>
          <PlanChangesTable planId={plan.planId} total={proposal.changes} />
        </>
      )}
    </>
  );
}

/** One decimal, never less than it is: “at most” has to stay true. Beyond rounding of the sums. */
function percentUp(share: number): string {
  return String(Math.ceil((share - 1e-9) * 1000) / 10 || 0);
}
