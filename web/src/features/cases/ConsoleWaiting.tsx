import { Button } from 'antd';
import { Link } from 'wouter';
import { useVerbDesk } from '../../console/cases/desk.ts';
import { giveUpWaiting, sendWaitingNow, useWaiting, useWaitingWrites } from '../../console/field/waiting.ts';
import { Ago } from '../../console/look/Due.tsx';
import { EmptyState } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** What was done without signal: what still waits, and what came back for a decision. */
export default function ConsoleWaiting() {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const frame = usePhrases(consolePhrases);
  const desk = useVerbDesk();
  const waiting = useWaiting();
  const writes = useWaitingWrites();
  const all = [...waiting, ...writes];
  return (
    <>
      <PageHead title={t('waitingTitle')}>
        {all.some((one) => one.refusal === null) ? (
          <Button onClick={() => void sendWaitingNow()}>{frame('sendNow')}</Button>
        ) : null}
      </PageHead>
      {all.length === 0 ? (
        <EmptyState title={t('waitingNone')} action={<Link href="/">{frame('backToWorkbench')}</Link>} />
      ) : (
        <ul className="outbox">
          {waiting.map((one) => (
            <li key={one.commandId}>
              <div className="outbox-main">
                <p className="outbox-text">
                  <Link href={`/cases/${one.caseId}`}>{one.title}</Link>
                </p>
                <p className="soft">
                  <Ago at={new Date(one.createdAt).toISOString()} />
                  {one.photoCount > 0 ? ` · ${t('photosWaiting', { n: one.photoCount })}` : null}
                </p>
                {one.body.reason === undefined ? null : <p className="entry-reason">{one.body.reason}</p>}
                {one.refusal === null ? null : (
                  <p className="outbox-error">{one.refusal.title + marks.colon + one.refusal.detail}</p>
                )}
              </div>
              {one.refusal === null ? (
                <span className="tag tag-amber">{t('waiting')}</span>
              ) : (
                <Button type="primary" onClick={() => desk.takeUp(one)}>
                  {t('conflictLook')}
                </Button>
              )}
              <Button onClick={() => void giveUpWaiting(one.commandId)}>{t('giveUp')}</Button>
            </li>
          ))}
          {writes.map((one) => (
            <li key={one.commandId}>
              <div className="outbox-main">
                <p className="outbox-text">
                  <Link href={`/gatherings/${one.gatheringId}/room`}>{one.title}</Link>
                </p>
                <p className="soft">
                  <Ago at={new Date(one.createdAt).toISOString()} />
                </p>
                {one.refusal === null ? null : (
                  <p className="outbox-error">{one.refusal.title + marks.colon + one.refusal.detail}</p>
                )}
              </div>
              <span className="tag tag-amber">{t('waiting')}</span>
              <Button onClick={() => void giveUpWaiting(one.commandId)}>{t('giveUp')}</Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
