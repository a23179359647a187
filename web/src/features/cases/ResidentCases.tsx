import './case-list.css';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { outbox } from '../../resident/offline/outbox.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { type CaseSummary, newCommandId } from '../../ui/api/index.ts';
import type { OutboxItem } from '../../ui/api/outbox.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Notice, Sheet, Time } from '../../ui/kit/index.ts';
import { useModel, useMyWaiting } from '../session/resident-session.ts';
import { hasEnded } from './due.ts';
import { ResidentCaseCard } from './ResidentCaseCard.tsx';
import type { ReportDraft } from './report-draft.ts';
import { reportPhrases, residentCasePhrases } from './resident-phrases.ts';
import { useMyCasePages } from './resident-queries.ts';
import { saveDraft } from './use-draft.ts';

/** Everything I asked for: what waits on this phone, what waits for me, what is under way, what has ended. */
export function ResidentCases() {
  const t = usePhrases(residentCasePhrases);
  const report = usePhrases(reportPhrases);
  const [search] = useSearchParams();
  const items = useMyWaiting();
  const mine = useMyCasePages();
  const cases = mine.data?.pages.flatMap((page) => page.cases) ?? [];
  const groups: [title: string, members: CaseSummary[]][] = [
    [t('forYou'), cases.filter((one) => one.next !== null && !hasEnded(one))],
    [t('running'), cases.filter((one) => one.next === null && !hasEnded(one))],
    [t('ended'), cases.filter((one) => hasEnded(one))],
  ];
  return (
    <Page title={t('myCases')}>
      <div className="stack">
        {search.has('kept') && items.length > 0 && (
          <Notice kind="wait" role="status" title={report('keptTitle')}>
            <p>{report('keptText')}</p>
          </Notice>
        )}
        {items.length > 0 && (
          <section aria-labelledby="waiting" className="stack">
            <h2 id="waiting" className="group-title">
              {t('waitingTitle')}
            </h2>
            <ul className="stack">
              {items.map((item) => (
                <li key={item.commandId}>
                  <WaitingCard item={item} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {mine.data === undefined ? (
          mine.error ? (
            <ErrorNotice error={mine.error} onRetry={() => void mine.refetch()} />
          ) : (
            <Bones lines={6} />
          )
        ) : cases.length === 0 ? (
          items.length === 0 && <NothingYet />
        ) : (
          groups.map(
            ([title, members]) =>
              members.length > 0 && (
                <section key={title} className="stack" aria-label={title}>
                  <h2 className="group-title">
                    {title} <span className="muted count">{members.length}</span>
                  </h2>
                  <ul className="stack">
                    {members.map((one) => (
                      <li key={one.caseId}>
                        <ResidentCaseCard one={one} />
                      </li>
                    ))}
                  </ul>
                </section>
              ),
          )
        )}
        {mine.hasNextPage && (
          <Button wide busy={mine.isFetchingNextPage} onClick={() => void mine.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
    </Page>
  );
}

function NothingYet() {
  const t = usePhrases(residentCasePhrases);
  const model = useModel();
  const kind = model.data?.kinds.find((one) => one.mayOpen);
  const report = usePhrases(reportPhrases);
  return (
    <Blank
      icon="camera"
      title={t('noneTitle')}
      action={
        kind && (
          <Link to={`/report/${kind.key}`} className={buttonClass({ primary: true })}>
            {report('photosLabel')}
          </Link>
        )
      }
    >
      {t('noneText')}
    </Blank>
  );
}

/** Something on this phone that the server has not confirmed: it waits, or was refused and needs its person. */
function WaitingCard({ item }: { item: OutboxItem }) {
  const t = usePhrases(residentCasePhrases);
  const [, navigate] = useLocation();
  const [removing, setRemoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const draft = item.origin as ReportDraft | undefined;
  const send = async () => {
    setBusy(true);
    await outbox.retry(item.commandId);
    await outbox.flush();
    setBusy(false);
  };
  const change = async () => {
    if (draft === undefined) return;
    // The server did not act on it; once changed it is a new deed.
    await saveDraft({
      ...draft,
      commandId: newCommandId(),
      photos: item.photos.map((photo) => ({
        ...photo,
        position: null,
        positionAnswered: true,
        refusal: null,
      })),
    });
    await outbox.remove(item.commandId);
    navigate(`/report/${draft.kind}`);
  };
  return (
    <div className="card stack waiting-card">
      <p className="case-card-title">{item.title}</p>
      <p className="small muted case-card-foot">
        <span>
          {t('madeAt')} <Time at={new Date(item.createdAt).toISOString()} ago />
        </span>
        {item.photos.length > 0 && <span>{t('photosCount', { n: item.photos.length })}</span>}
      </p>
      {item.refusal ? (
        <Notice kind="mistake" title={item.refusal.title}>
          <p>{item.refusal.detail}</p>
          {item.refusal.errors?.map((one) => (
            <p key={one.at}>{one.message}</p>
          ))}
        </Notice>
      ) : (
        <p className="small">{t('waitingText')}</p>
      )}
      <div className="notice-actions">
        {item.refusal && draft ? (
          <Button primary icon="pencil" onClick={() => void change()}>
            {t('change')}
          </Button>
        ) : (
          <Button icon="redo" busy={busy} onClick={() => void send()}>
            {t('sendNow')}
          </Button>
        )}
        <Button plain icon="bin" onClick={() => setRemoving(true)}>
          {t('discard')}
        </Button>
      </div>
      {removing && (
        <Sheet title={t('discard')} onClose={() => setRemoving(false)}>
          <p>{t('discardSure')}</p>
          <Button primary wide onClick={() => void outbox.remove(item.commandId)}>
            {t('discard')}
          </Button>
          <Button wide onClick={() => setRemoving(false)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </div>
  );
}
