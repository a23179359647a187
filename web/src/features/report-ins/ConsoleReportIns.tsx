import './report-ins.css';
import { Tabs } from 'antd';
import { useSearchParams } from 'wouter';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleFeedback } from './ConsoleFeedback.tsx';
import { ConsoleMyReportIn } from './ConsoleMyReportIn.tsx';
import { ConsoleReportInList } from './ConsoleReportInList.tsx';
import { reportInConsolePhrases } from './console-phrases.ts';

const tabs = ['community', 'mine', 'employer'] as const;

/** Report-ins from three sides: the community’s list, one’s own, and what an employer hears back. */
export default function ConsoleReportIns() {
  const t = usePhrases(reportInConsolePhrases);
  const [search, setSearch] = useSearchParams();
  const shown = tabs.find((key) => key === search.get('tab')) ?? 'community';
  const contents = {
    community: <ConsoleReportInList />,
    mine: <ConsoleMyReportIn />,
    employer: <ConsoleFeedback />,
  };
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      <Tabs
        className="report-in-tabs"
        aria-label={t('title')}
        activeKey={shown}
        onChange={(key) => setSearch({ tab: key }, { replace: true })}
        items={tabs.map((key) => ({
          key,
          label: t(key),
          children: key === shown ? contents[key] : null,
        }))}
      />
    </>
  );
}
