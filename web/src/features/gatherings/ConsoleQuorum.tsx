import { Button } from 'antd';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { type EntitledView, enterAttendance, type GatheringView, newCommandId } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';
import { quorumLine } from './room-words.ts';

/** May it decide? Who belongs, who of them is here, and by how many hands a motion is carried. */
export function ConsoleQuorum({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const { quorum, entitled } = view.attendance;
  const isHeld = view.state === 'open' || view.state === 'ended';
  if (quorum === null && view.decision === null) return null;
  // Fewer in office than it is counted of: the rule says why.
  const isShort = quorum !== null && entitled !== null && entitled.length < (quorum.of ?? 0);
  return (
    <>
      {quorum === null ? null : (
        <p className={quorum.isMet ? 'quorum' : 'quorum quorum-open'}>
          {isHeld ? quorumLine(t, quorum) : label(quorum.title)}
          {isHeld && isShort ? <span className="soft">{label(quorum.title)}</span> : null}
        </p>
      )}
      {view.decision === null ? null : <p className="soft">{label(view.decision.title)}</p>}
      {entitled === null || entitled.length === 0 ? null : (
        <section aria-labelledby="entitled">
          <h3 id="entitled">{t('entitled', { n: entitled.length })}</h3>
          <ul className="attendees entitled">
            {entitled.map((one) => (
              <Member key={one.personId} view={view} one={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Member({ view, one }: { view: GatheringView; one: EntitledView }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const how = view.state === 'ended' ? 'later' : 'paper';
  const enter = useDeed<{ how: 'paper' | 'later'; people: { attendanceId: string; personId: string }[] }>(
    (body) => enterAttendance(view.gatheringId, body),
  );
  const isHeld = view.state === 'open' || view.state === 'ended';
  return (
    <li>
      <span>
        {one.name} <span className="soft">{label(one.roleTitle)}</span>
      </span>
      {one.isHere ? (
        <span className="tag tag-good">{t('isHere')}</span>
      ) : view.verbs.includes('enter-attendance') ? (
        <Button
          aria-label={t('enterOf', { name: one.name })}
          loading={enter.isPending}
          onClick={() =>
            enter.mutate({ how, people: [{ attendanceId: newCommandId(), personId: one.personId }] })
          }
        >
          {t('came')}
        </Button>
      ) : isHeld ? (
        <span className="soft">{t('notHere')}</span>
      ) : null}
      <Refusal error={enter.error} />
    </li>
  );
}
