import { useMutation } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { endSegment, fieldMessage, type SegmentView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { useLookAgain } from '../orgs/org-command.ts';
import { segmentPhrases } from './console-phrases.ts';

/** Ends a road: now, or after a last day. Whoever answers for nothing else ends with it, and that is said before. */
export function ConsoleEndSegment({
  segment,
  onClose,
}: {
  segment: SegmentView;
  onClose: (isDone: boolean) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const label = useLabel();
  const marks = useMarks();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const [lastDay, setLastDay] = useState('');
  const { segmentId, name, chiefs } = segment;
  const end = useMutation({
    mutationFn: () => {
      const body = lastDay === '' ? {} : { lastDay };
      return endSegment(segmentId, { commandId: commandIdFor(body), ...body });
    },
    onSuccess: ({ endedPosts }) => {
      message.success(endedPosts === 0 ? t('ended', { name }) : t('endedWith', { name, n: endedPosts }));
      lookAgain();
      onClose(true);
    },
  });
  return (
    <DeedDialog open title={t('endOf', { name })} onClose={() => onClose(false)}>
      <DeedForm
        error={end.error}
        isSending={end.isPending}
        deed={t('end')}
        isGrave
        onSubmit={() => end.mutate()}
        onClose={() => onClose(false)}
      >
        <p>{t('endLead')}</p>
        {chiefs.length === 0 ? null : (
          <p>
            {t('endPosts', {
              names: marks.listed(chiefs.map((chief) => `${chief.name} ${label(chief.roleTitle)}`)),
            })}
          </p>
        )}
        <Field title={t('lastDay')} hint={t('lastDayHint')} invalid={fieldMessage(end.error, '/lastDay')}>
          {(field) => (
            <Input
              {...field}
              type="date"
              min={segment.validFrom}
              value={lastDay}
              onChange={(event) => setLastDay(event.target.value)}
            />
          )}
        </Field>
      </DeedForm>
    </DeedDialog>
  );
}
