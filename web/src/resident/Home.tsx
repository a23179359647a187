import './home.css';
import { Link } from 'wouter';
import { useAreasUnder } from '../features/areas/area-queries.ts';
import { areasPhrases } from '../features/areas/areas-phrases.ts';
import { compoundOf } from '../features/areas/levels.ts';
import { ResidentWho } from '../features/areas/ResidentWho.tsx';
import { ToDecide } from '../features/ballots/ResidentToDecide.tsx';
import { hasEnded } from '../features/cases/due.ts';
import { ResidentCaseCard } from '../features/cases/ResidentCaseCard.tsx';
import { residentCasePhrases } from '../features/cases/resident-phrases.ts';
import { useMyCases, useNearby } from '../features/cases/resident-queries.ts';
import { NotSetUp } from '../features/session/NotSetUp.tsx';
import { useHomeCode, useModel, useSession } from '../features/session/resident-session.ts';
import { useCities } from '../features/session/use-cities.ts';
import type { ModelView } from '../ui/api/index.ts';
import { useLabel, usePhrases } from '../ui/i18n/index.ts';
import { Bones, buttonClass, ErrorNotice, Icon } from '../ui/kit/index.ts';
import { usePreferences } from '../ui/preferences.ts';
import { homePhrases } from './home-phrases.ts';
import { Page } from './shell/Page.tsx';

/** My compound: what I can do, what became of what I asked for, who is there for me. */
export function Home() {
  const t = usePhrases(homePhrases);
  const { largeType } = usePreferences();
  const homeCode = useHomeCode();
  const session = useSession().data;
  const { unopened } = useCities({
    enabled: session !== undefined && !session.demo && session.person === null,
  });
  const heading = <span className="brand">{t('title')}</span>;
  if (unopened.length > 0) {
    return (
      <Page title={t('title')} heading={heading}>
        <div className="card">
          <NotSetUp unopened={unopened} />
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('title')} heading={heading}>
      <div className="home">
        <MyCompound homeCode={homeCode} />
        <Actions />
        <ToDecide homeCode={homeCode} />
        <MyRunning />
        <Link to="/calendar" className="action">
          <Icon name="people" />
          <span>
            <strong>{t('calendar')}</strong>
            <span className="small muted">{t('calendarText')}</span>
          </span>
          <Icon name="forward" />
        </Link>
        {homeCode !== null && (
          <section aria-labelledby="who">
            <div className="section-head">
              <h2 id="who">{t('who')}</h2>
            </div>
            <div className="card">
              <ResidentWho areaCode={homeCode} />
            </div>
          </section>
        )}
        {homeCode !== null && !largeType && <Nearby homeCode={homeCode} />}
        <DemoDoor />
      </div>
    </Page>
  );
}

function MyCompound({ homeCode }: { homeCode: string | null }) {
  const t = usePhrases(areasPhrases);
  const area = compoundOf(useAreasUnder(homeCode).data?.path ?? []);
  if (homeCode === null) {
    return (
      <Link to="/me/compound" className="compound is-unset">
        <Icon name="place" />
        <span>{t('pick')}</span>
        <Icon name="forward" />
      </Link>
    );
  }
  return (
    <Link to="/me/compound" className="compound">
      <Icon name="place" />
      <span>
        <span className="for-ears">{t('myCompound')} </span>
        {area?.name ?? t('myCompound')}
      </span>
      <span className="small compound-change">{t('change')}</span>
    </Link>
  );
}

type Kind = ModelView['kinds'][number];

/** What may be opened here. The one that needs no account comes first and large; it is what this page is for. */
function Actions() {
  const t = usePhrases(homePhrases);
  const label = useLabel();
  const model = useModel();
  if (model.data === undefined) {
    return model.error ? (
      <ErrorNotice error={model.error} onRetry={() => void model.refetch()} />
    ) : (
      <Bones lines={3} />
    );
  }
  const visible = model.data.kinds.filter((kind) => kind.mayOpen);
  const first = visible.find((kind) => kind.account !== 'required') ?? visible[0];
  if (first === undefined) return null;
  return (
    <section aria-label={t('actions')} className="actions">
      <Link to={`/report/${first.key}`} className="big-action">
        <Icon name={hasPhotos(first) ? 'camera' : 'pencil'} />
        <span>
          <strong>{label(first.title)}</strong>
          {first.description && <span className="big-action-text">{label(first.description)}</span>}
        </span>
      </Link>
      {visible
        .filter((kind) => kind !== first)
        .map((kind) => (
          <Link key={kind.key} to={`/report/${kind.key}`} className="action">
            <Icon name="pencil" />
            <span>
              <strong>{label(kind.title)}</strong>
              {kind.description && <span className="small muted">{label(kind.description)}</span>}
            </span>
            <Icon name="forward" />
          </Link>
        ))}
    </section>
  );
}

function hasPhotos(kind: Kind): boolean {
  return kind.asks.some((ask) => ask.kind === 'photo');
}

function MyRunning() {
  const t = usePhrases(homePhrases);
  const cases = useMyCases(20);
  if (cases.data === undefined) {
    if (cases.error) return <ErrorNotice error={cases.error} onRetry={() => void cases.refetch()} />;
    return <Bones lines={3} />;
  }
  const all = cases.data.cases;
  const waiting = all.filter((one) => one.next !== null);
  const shown = [...waiting, ...all.filter((one) => one.next === null && !hasEnded(one))].slice(0, 3);
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="mine">
      <div className="section-head">
        <h2 id="mine">{t('mine')}</h2>
        <Link to="/cases" className="text-button">
          {t('allMine')}
        </Link>
      </div>
      {shown.length === 0 ? (
        <p className="muted">{t('noneRunning')}</p>
      ) : (
        <ul className="stack">
          {shown.map((one) => (
            <li key={one.caseId}>
              <ResidentCaseCard one={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Nearby({ homeCode }: { homeCode: string }) {
  const t = usePhrases(residentCasePhrases);
  const path = useAreasUnder(homeCode).data?.path ?? [];
  const nearby = useNearby(compoundOf(path)?.code ?? homeCode);
  const mine = useMyCases(20);
  const own = new Set(mine.data?.cases.map((one) => one.caseId));
  const shown = (nearby.data?.cases ?? [])
    .filter((one) => !hasEnded(one) && !own.has(one.caseId))
    .slice(0, 5);
  if (nearby.data === undefined && !nearby.error) return <Bones lines={2} />;
  if (nearby.data === undefined) return null;
  return (
    <section aria-labelledby="nearby">
      <div className="section-head">
        <h2 id="nearby">{t('nearbyTitle')}</h2>
      </div>
      {shown.length === 0 ? (
        <p className="muted">{t('nearbyNone')}</p>
      ) : (
        <ul className="stack">
          {shown.map((one) => (
            <li key={one.caseId}>
              <ResidentCaseCard one={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** In a demo city a visitor can be anybody. */
function DemoDoor() {
  const t = usePhrases(homePhrases);
  const session = useSession();
  if (!session.data?.demo) return null;
  return (
    <Link to="/demo" className={buttonClass({ wide: true })}>
      {t('demo')}
    </Link>
  );
}
