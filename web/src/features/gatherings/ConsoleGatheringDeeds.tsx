import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { DeedDialog, DeedForm, Refusal } from '../../console/look/DeedForm.tsx';
import { closeGathering, doGathering, type GatheringView, type PlainDeed } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleAnotherTime } from './ConsoleAnotherTime.tsx';
import { LineField } from './ConsoleLineField.tsx';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';

const plain = ['announce', 'open', 'post-minutes', 'sign-up', 'sign-off'] as const satisfies PlainDeed[];
const reasoned = ['cancel', 'not-held'] as const;

/** What may be done with the gathering as a whole: exactly what the server listed. */
export function ConsoleGatheringDeeds({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'move' | 'adjourn' | 'cancel' | 'not-held' | null>(null);
  const deed = useDeed<{ verb: PlainDeed }>(({ verb, commandId }) =>
    doGathering(view.gatheringId, verb, { commandId }),
  );
  const room = `/gatherings/${view.gatheringId}/room`;
  const offered = plain.filter((one) => view.verbs.includes(one));
  const asked = (['adjourn', 'move', ...reasoned] as const).filter((one) => view.verbs.includes(one));
  const inRoom =
    view.form === 'meeting' &&
    (view.state === 'open' || view.state === 'ended') &&
    (view.verbs.includes('write-minutes') || view.verbs.includes('discuss') || view.verbs.includes('end'));
  const main = inRoom
    ? null
    : (offered.find((one) => one === 'open') ?? offered.find((one) => one !== 'sign-off'));
  if (!inRoom && offered.length + asked.length === 0 && !view.verbs.includes('end')) return null;
  return (
    <>
      <Refusal error={deed.error} />
      <p className="gathering-deeds">
        {inRoom ? (
          <Button type="primary" onClick={() => navigate(room)}>
            {t(view.state === 'open' ? 'toRoom' : 'toMinutes')}
          </Button>
        ) : null}
        {offered.map((verb) => (
          <Button
            key={verb}
            type={verb === main ? 'primary' : 'default'}
            loading={deed.isPending && deed.variables?.verb === verb}
            onClick={() =>
              deed.mutate(
                { verb },
                { onSuccess: () => verb === 'open' && view.form === 'meeting' && navigate(room) },
              )
            }
          >
            {t(verb === 'post-minutes' ? 'postMinutes' : verb)}
          </Button>
        ))}
        {view.verbs.includes('end') && view.form !== 'meeting' ? (
          <Button loading={deed.isPending} onClick={() => deed.mutate({ verb: 'end' })}>
            {t('end')}
          </Button>
        ) : null}
        {asked.map((verb) => (
          <Button key={verb} onClick={() => setAsking(verb)}>
            {t(verb)}
          </Button>
        ))}
      </p>
      <ConsoleAnotherTime
        view={view}
        deed={asking === 'move' || asking === 'adjourn' ? asking : null}
        onClose={() => setAsking(null)}
      />
      <DeedDialog
        open={asking === 'cancel' || asking === 'not-held'}
        title={asking === null ? '' : t(asking)}
        onClose={() => setAsking(null)}
      >
        {asking === 'cancel' || asking === 'not-held' ? (
          <ReasonForm view={view} deed={asking} onClose={() => setAsking(null)} />
        ) : null}
      </DeedDialog>
    </>
  );
}

function ReasonForm({
  view,
  deed,
  onClose,
}: {
  view: GatheringView;
  deed: 'cancel' | 'not-held';
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useDeed<{ reason: string }>((body) => closeGathering(view.gatheringId, deed, body), {
    done: t(deed === 'cancel' ? 'cancel-done' : 'not-held-done'),
    onDone: onClose,
  });
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t(deed)}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') save.mutate({ reason: reason.trim() });
      }}
      onClose={onClose}
    >
      <p>{t('itemsWait')}</p>
      <LineField
        title={t('reason')}
        maxLength={500}
        required
        value={reason}
        invalid={tried && reason.trim() === '' ? t('needed') : undefined}
        onChange={setReason}
      />
    </DeedForm>
  );
}
