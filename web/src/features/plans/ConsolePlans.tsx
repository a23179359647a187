import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Radio, Select } from 'antd';
import { useId, useState } from 'react';
import { useSearchParams } from 'wouter';
import { When } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { useAbility } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import {
  beginPlan,
  getPlanCompounds,
  getPlans,
  getPresentGrids,
  newCommandId,
  type PlanSummary,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsolePlan, isMoving, PlanState } from './ConsolePlan.tsx';
import { PlanBounds } from './PlanBounds.tsx';
import { PlanGrids } from './PlanGrids.tsx';
import { PlanMaps } from './PlanMaps.tsx';
import { PlanMembersList } from './PlanMembersList.tsx';
import './plans.css';
import { planPhrases } from './plan-phrases.ts';

const lookAgainMs = 1_500;
const fallbackMost = 12;

/** Grids of a compound: what there is, what a plan proposes, and from which day on it shall be so. */
export default function ConsolePlans() {
  const t = usePhrases(planPhrases);
  const administers = useAbility('administer');
  const oversees = useAbility('oversee');
  if (administers || oversees) return <Desk />;
  return (
    <>
      <PageHead title={t('title')} />
      <EmptyState title={t('notYoursTitle')} detail={t('notYoursDetail')} />
    </>
  );
}

function Desk() {
  const t = usePhrases(planPhrases);
  const id = useId();
  const [search, setSearch] = useSearchParams();
  const compounds = useQuery({
    queryKey: ['plan-compounds'],
    queryFn: ({ signal }) => getPlanCompounds(signal),
  });
  const list = compounds.data?.compounds ?? [];
  // Where something was planned last, else where there are grids to look at.
  const latest = [...list]
    .filter((one) => one.latest !== null)
    .sort((a, b) => ((a.latest?.createdAt ?? '') < (b.latest?.createdAt ?? '') ? 1 : -1))[0];
  const chosen =
    search.get('compound') ?? (latest ?? list.find(({ grids }) => grids > 0) ?? list[0])?.code ?? null;
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      {compounds.isPending ? (
        <LoadingLines lines={3} />
      ) : compounds.data === undefined ? (
        <FailedState error={compounds.error} onRetry={() => void compounds.refetch()} />
      ) : chosen === null ? (
        <EmptyState title={t('noCompounds')} detail={t('noCompoundsDetail')} />
      ) : (
        <>
          <div className="plan-choose">
            <div>
              <label htmlFor={id}>{t('compound')}</label>
              <Select
                id={id}
                size="large"
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={t('chooseCompound')}
                value={chosen}
                onChange={(compound: string) => setSearch({ compound })}
                options={list.map(({ code, fullName, grids, buildings }) => ({
                  value: code,
                  label: t('compoundSummary', { name: fullName, grids, buildings }),
                }))}
              />
            </div>
          </div>
          <OneCompound
            key={chosen}
            compound={chosen}
            asked={search.get('plan')}
            onPlan={(planId) => setSearch({ compound: chosen, plan: planId }, { replace: true })}
          />
        </>
      )}
    </>
  );
}

function OneCompound({
  compound,
  asked,
  onPlan,
}: {
  compound: string;
  asked: string | null;
  onPlan: (planId: string) => void;
}) {
  const t = usePhrases(planPhrases);
  const plans = useQuery({
    queryKey: ['plans', compound],
    queryFn: ({ signal }) => getPlans(compound, signal),
    refetchInterval: ({ state }) => (state.data?.plans.some(isMoving) ? lookAgainMs : false),
  });
  const list = plans.data?.plans ?? [];
  const open =
    asked ?? list.find((one) => one.verbs.length > 0 || one.state === 'impossible')?.planId ?? null;
  return (
    <>
      {open === null ? null : (
        // Once accepted it is still what one looks at.
        <ConsolePlan key={open} planId={open} onAccepted={() => onPlan(open)} />
      )}
      <Present compound={compound} isNext={!list.some(({ verbs }) => verbs.length > 0)} onBegun={onPlan} />
      {plans.isError ? <FailedState error={plans.error} onRetry={() => void plans.refetch()} /> : null}
      {list.length === 0 ? null : (
        <section aria-labelledby="plans-earlier">
          <h2 id="plans-earlier" className="section-title">
            {t('earlier')}
          </h2>
          <ul className="plans">
            {list.map((plan) => (
              <PlanLine
                key={plan.planId}
                plan={plan}
                isOpen={plan.planId === open}
                onOpen={() => onPlan(plan.planId)}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function PlanLine({ plan, isOpen, onOpen }: { plan: PlanSummary; isOpen: boolean; onOpen: () => void }) {
  const t = usePhrases(planPhrases);
  return (
    <li>
      <button
        type="button"
        className="plan-line"
        {...(isOpen ? { 'aria-current': 'true' as const } : {})}
        onClick={onOpen}
      >
        <span>{t(plan.aim === 'fewest-changes' ? 'fewestChanges' : 'shortestWays')}</span>
        <PlanState plan={plan} />
        <span className="soft">
          {plan.createdBy} · <When at={plan.createdAt} />
        </span>
      </button>
    </li>
  );
}

/** What stands today, how it stands against the bounds, and the way to a plan. */
function Present({
  compound,
  isNext,
  onBegun,
}: {
  compound: string;
  isNext: boolean;
  onBegun: (planId: string) => void;
}) {
  const t = usePhrases(planPhrases);
  const label = useLabel();
  const present = useQuery({
    queryKey: ['plan-present', compound],
    queryFn: ({ signal }) => getPresentGrids(compound, signal),
  });
  if (present.isPending) return <LoadingLines lines={3} />;
  if (present.data === undefined)
    return <FailedState error={present.error} onRetry={() => void present.refetch()} />;
  const { present: view, obstacles, unplaced, mayPlan } = present.data;
  const most = view.bounds.find(({ bound }) => bound === 'homes')?.max ?? fallbackMost;
  return (
    <section className="plan-card" aria-labelledby="plan-present">
      <div className="section-head">
        <h2 id="plan-present">{t('present')}</h2>
        <span className="soft">
          {t('figures', { homes: view.homes, serving: view.serving, members: view.members })}
        </span>
      </div>
      {obstacles.map((one) => (
        <p key={one.zh} className="plan-note">
          {label(one)}
        </p>
      ))}
      {unplaced.length === 0 ? null : (
        <p className="plan-note">
          {t('unplaced', { n: unplaced.length, names: unplaced.join(t('listed')) })}
        </p>
      )}
      <PlanBounds bounds={view.bounds} label={t('boundsToday')} />
      {mayPlan ? <Begin compound={compound} isNext={isNext} onBegun={onBegun} /> : null}
      {/* With a plan open, its own maps show what there is beside what would be. */}
      {isNext ? <PlanMaps compound={compound} before={view} /> : null}
      <PlanGrids view={view} label={t('gridsToday')} />
      <PlanMembersList compound={compound} most={most} />
    </section>
  );
}

function Begin({
  compound,
  isNext,
  onBegun,
}: {
  compound: string;
  isNext: boolean;
  onBegun: (planId: string) => void;
}) {
  const t = usePhrases(planPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [aim, setAim] = useState<'fewest-changes' | 'shortest-ways'>('fewest-changes');
  const begin = useMutation({
    mutationFn: (commandId: string) => beginPlan({ commandId, compound, aim }),
    onSuccess: ({ plan }) => {
      client.setQueryData(['plan', plan.planId], plan);
      void client.invalidateQueries({ queryKey: ['plans'] });
      onBegun(plan.planId);
      scrollTo({ top: 0 });
    },
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
  });
  return (
    <>
      <Radio.Group
        className="plan-aim"
        aria-label={t('aim')}
        value={aim}
        onChange={({ target }) => setAim(target.value)}
      >
        <Radio value="fewest-changes">
          {t('fewestChanges')}
          <span className="plan-source">{t('fewestChangesDetail')}</span>
        </Radio>
        <Radio value="shortest-ways">
          {t('shortestWays')}
          <span className="plan-source">{t('shortestWaysDetail')}</span>
        </Radio>
      </Radio.Group>
      <div className="plan-verbs">
        <Button
          // Red is for what comes next, and with a plan open that is to accept it.
          type={isNext ? 'primary' : 'default'}
          size="large"
          loading={begin.isPending}
          onClick={() => begin.mutate(newCommandId())}
        >
          {t('start')}
        </Button>
      </div>
    </>
  );
}
