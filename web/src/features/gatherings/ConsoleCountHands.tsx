import { Input } from 'antd';
import { useState } from 'react';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { countHands, fieldMessage, type MotionView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';
import { handWords } from './room-words.ts';

const hands = ['for', 'against', 'abstained'] as const;
type Hands = Record<(typeof hands)[number], string>;

/** A show of hands, as whoever takes the minutes counted it. */
export function ConsoleCountHands({
  gatheringId,
  motion,
  present,
  onClose,
}: {
  gatheringId: string;
  motion: MotionView | null;
  present: number;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  return (
    <DeedDialog open={motion !== null} title={t('count')} onClose={onClose}>
      {motion === null ? null : (
        <CountForm gatheringId={gatheringId} motion={motion} present={present} onClose={onClose} />
      )}
    </DeedDialog>
  );
}

function CountForm({
  gatheringId,
  motion,
  present,
  onClose,
}: {
  gatheringId: string;
  motion: MotionView;
  present: number;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const [counts, setCounts] = useState<Hands>({
    for: motion.hands === null ? '' : String(motion.hands.for),
    against: motion.hands === null ? '' : String(motion.hands.against),
    abstained: motion.hands === null ? '' : String(motion.hands.abstained),
  });
  const [tried, setTried] = useState(false);
  const save = useDeed<Record<keyof Hands, number>>(
    (body) => countHands(gatheringId, motion.motionId, body),
    {
      onDone: onClose,
    },
  );
  const numbers = hands.map((one) => (/^\d+$/.test(counts[one]) ? Number(counts[one]) : null));
  const sum = numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('countSave')}
      onSubmit={() => {
        setTried(true);
        const [yes, no, none] = numbers;
        if (yes == null || no == null || none == null) return;
        save.mutate({ for: yes, against: no, abstained: none });
      }}
      onClose={onClose}
    >
      <p className="duty-text">{motion.text}</p>
      <div className="field-row">
        {hands.map((one, index) => (
          <Field
            key={one}
            title={t(handWords[one])}
            required
            invalid={tried && numbers[index] === null ? t('numberBad') : fieldMessage(save.error, `/${one}`)}
          >
            {(field) => (
              <Input
                {...field}
                inputMode="numeric"
                maxLength={6}
                value={counts[one]}
                onChange={(event) => setCounts({ ...counts, [one]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="soft figures">{t('countSum', { sum, n: present })}</p>
    </DeedForm>
  );
}
