import {
  ApartmentOutlined,
  BorderInnerOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  CommentOutlined,
  ContactsOutlined,
  IdcardOutlined,
  ImportOutlined,
  MailOutlined,
  NodeIndexOutlined,
  PieChartOutlined,
  ReconciliationOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Link } from 'wouter';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useModel } from '../cases/use-model.ts';
import { useWorkbench } from '../cases/use-workbench.ts';
import { FailedState, LoadingLines } from '../look/states.tsx';
import { consolePhrases } from '../phrases.ts';
import { useAbility } from '../session/session.ts';
import { PageHead } from './PageHead.tsx';

/** The side bar's queues as a page, for phones. */
export default function QueuesPage() {
  const t = usePhrases(consolePhrases);
  const label = useLabel();
  const workbench = useWorkbench();
  const watches = useAbility('watch-messages');
  const administers = useAbility('administer');
  const oversees = useAbility('oversee');
  const registers = useModel().data?.registers ?? [];
  return (
    <>
      <PageHead title={t('queues')} />
      {workbench.isPending ? (
        <LoadingLines />
      ) : workbench.data === undefined ? (
        <FailedState error={workbench.error} onRetry={() => void workbench.refetch()} />
      ) : (
        <ul className="places">
          {workbench.data.data.queues.map((queue) => (
            <li key={queue.key}>
              <Link href={`/queues/${queue.key}`}>
                <span>{label(queue.title)}</span>
                {queue.overCount > 0 ? (
                  <span className="late">{t('late', { n: queue.overCount })}</span>
                ) : null}
                <span className="figures">{queue.count > 999 ? t('countOrMore') : queue.count}</span>
              </Link>
            </li>
          ))}
          <li>
            <Link href="/cases">
              <span>{t('allCases')}</span>
            </Link>
          </li>
          <li>
            <Link href="/week">
              <span>
                <ScheduleOutlined aria-hidden="true" /> {t('week')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/calendar">
              <span>
                <CalendarOutlined aria-hidden="true" /> {t('calendar')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/duties">
              <span>
                <CarryOutOutlined aria-hidden="true" /> {t('duties')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/who">
              <span>
                <ContactsOutlined aria-hidden="true" /> {t('who')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/coverage">
              <span>
                <PieChartOutlined aria-hidden="true" /> {t('coverage')}
              </span>
            </Link>
          </li>
          {registers.includes('segments') ? (
            <li>
              <Link href="/segments">
                <span>
                  <NodeIndexOutlined aria-hidden="true" /> {t('segments')}
                </span>
              </Link>
            </li>
          ) : null}
          <li>
            <Link href="/orgs">
              <span>
                <ApartmentOutlined aria-hidden="true" /> {t('orgs')}
              </span>
            </Link>
          </li>
          {administers || oversees ? (
            <li>
              <Link href="/plans">
                <span>
                  <BorderInnerOutlined aria-hidden="true" /> {t('plans')}
                </span>
              </Link>
            </li>
          ) : null}
          <li>
            <Link href="/parties">
              <span>
                <TeamOutlined aria-hidden="true" /> {t('parties')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/report-ins">
              <span>
                <SolutionOutlined aria-hidden="true" /> {t('reportIns')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/formations">
              <span>
                <ReconciliationOutlined aria-hidden="true" /> {t('formations')}
              </span>
            </Link>
          </li>
          <li>
            <Link href="/powers">
              <span>
                <SafetyCertificateOutlined aria-hidden="true" /> {t('powers')}
              </span>
            </Link>
          </li>
          {registers.includes('opinions') ? (
            <li>
              <Link href="/opinions">
                <span>
                  <CommentOutlined aria-hidden="true" /> {t('opinions')}
                </span>
              </Link>
            </li>
          ) : null}
          {registers.includes('establishments') ? (
            <li>
              <Link href="/establishments">
                <span>
                  <IdcardOutlined aria-hidden="true" /> {t('establishments')}
                </span>
              </Link>
            </li>
          ) : null}
          {administers ? (
            <li>
              <Link href="/import">
                <span>
                  <ImportOutlined aria-hidden="true" /> {t('imports')}
                </span>
              </Link>
            </li>
          ) : null}
          {watches ? (
            <li>
              <Link href="/outbox">
                <span>
                  <MailOutlined aria-hidden="true" /> {t('outbox')}
                </span>
              </Link>
            </li>
          ) : null}
        </ul>
      )}
    </>
  );
}
