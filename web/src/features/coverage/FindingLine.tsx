import { ArrowRightOutlined } from '@ant-design/icons';
import { postWords } from '@linli/contract/post-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useAbility } from '../../console/session/session.ts';
import { type Finding, getPlanCompounds } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { compoundOf } from '../areas/levels.ts';
import { coveragePhrases } from './coverage-phrases.ts';
import { useAreaPath } from './own-areas.ts';

/** Place, reason, and the next step as a way to the page where it is done. */
export function FindingLine({ finding }: { finding: Finding }) {
  const t = usePhrases(coveragePhrases);
  const label = useLabel();
  const { area, homes, reason, mendedBy } = finding;
  return (
    <li className="finding" data-kind={finding.kind} data-area={area?.code}>
      <div className="finding-main">
        <p className="finding-place">
          {area === null ? (
            <strong>{t('wholeCity')}</strong>
          ) : (
            <Link href={`/who?area=${area.code}`}>{area.name}</Link>
          )}
          {homes > 1 ? <span className="tag">{t('homesConcerned', { n: homes })}</span> : null}
        </p>
        <p>{label(reason)}</p>
        <p className="soft">
          {mendedBy === null
            ? t('mendedByNone')
            : t('mendedBy', { post: label(postWords(mendedBy.orgName, mendedBy.roleTitle)) })}
        </p>
      </div>
      <p className="finding-next">
        <span className="soft">{t('nextStep')}</span>
        <NextStep finding={finding} />
      </p>
    </li>
  );
}

function NextStep({ finding }: { finding: Finding }) {
  const label = useLabel();
  const administers = useAbility('administer');
  const oversees = useAbility('oversee');
  const { kind, area } = finding;
  const isOfGrids = kind === 'without-grid' || kind === 'in-several-grids';
  const mayPlan = administers || oversees;
  const path = useAreaPath(isOfGrids && mayPlan ? area?.code : undefined);
  const compound = compoundOf(path.data?.path ?? [])?.code;
  // Where whole buildings are served there is nothing to plan, and grids are drawn by hand.
  const planned = useQuery({
    queryKey: ['plan-compounds'],
    queryFn: ({ signal }) => getPlanCompounds(signal),
    enabled: isOfGrids && mayPlan,
  });
  const canPlan = planned.data?.compounds.some(({ code }) => code === compound) === true;
  const gridStep = () => {
    if (!mayPlan || compound === undefined) return null;
    if (canPlan) return `/plans?compound=${compound}`;
    return administers ? `/coverage?area=${compound}&kind=${kind}&draw=${area?.code}` : null;
  };
  const href = isOfGrids ? gridStep() : stepOf(finding);
  const words = label(finding.nextStep);
  if (href === null) return <span>{words}</span>;
  return (
    <Link href={href}>
      {words} <ArrowRightOutlined aria-hidden="true" />
    </Link>
  );
}

/** The page that mends it: the post to give or to end, or who stands there twice. */
function stepOf({ kind, org, role, post, area, missing, segmentId }: Finding): string | null {
  if (kind === 'several-answer') return area === null ? null : `/who?area=${area.code}`;
  if (kind === 'uncovered') return area === null ? '/orgs' : `/orgs?place=${area.code}`;
  if (org === null) return area === null ? '/orgs' : `/orgs?place=${area.code}`;
  if (kind === 'expired-term') return `/orgs?org=${org.orgId}${post === null ? '' : `&end=${post.postId}`}`;
  const serves = missing === null && area !== null ? `&serves=${area.code}` : '';
  const segment = segmentId === null ? '' : `&segment=${segmentId}`;
  return `/orgs?org=${org.orgId}${role === null ? '' : `&appoint=${role.key}`}${serves}${segment}`;
}
