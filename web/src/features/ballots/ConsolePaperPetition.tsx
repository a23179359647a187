import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { DeedDialog, DeedForm } from '../../console/look/DeedForm.tsx';
import { type BallotView, fieldMessage, supportPetition } from '../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { ballotVerbPhrases } from './ballot-verb-phrases.ts';
import { consoleBallotPhrases } from './console-phrases.ts';
import { findEntries } from './desk/find-entries.ts';
import { fetchHomes } from './ownership/use-ownership.ts';
import { useBallotCame } from './use-ballot-verb.ts';

/** Signatures that owners gave on paper, entered by a home of each. */
export function ConsolePaperPetition({
  ballot,
  open,
  onClose,
}: {
  ballot: BallotView;
  open: boolean;
  onClose: () => void;
}) {
  const t = usePhrases(consoleBallotPhrases);
  return (
    <DeedDialog open={open} title={t('petitionOnPaper')} onClose={onClose}>
      <PetitionForm ballot={ballot} onClose={onClose} />
    </DeedDialog>
  );
}

function PetitionForm({ ballot, onClose }: { ballot: BallotView; onClose: () => void }) {
  const t = usePhrases(ballotVerbPhrases);
  const marks = useMarks();
  const client = useQueryClient();
  const { message } = App.useApp();
  const came = useBallotCame();
  const commandIdFor = useCommandId();
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState<string[]>([]);
  const place = ballot.part?.code ?? ballot.area.code;
  const save = useMutation({
    mutationFn: async (lines: string[]) => {
      const { homes: register } = await fetchHomes(client, place);
      const found = lines.map((line) => ({ line, homes: findEntries(register, line, 2) }));
      // A line that fits two homes says no more than one that fits none.
      const lost = found.filter(({ homes }) => homes.length !== 1).map(({ line }) => line);
      setUnknown(lost);
      if (lost.length > 0) return null;
      const homes = [...new Set(found.flatMap((one) => one.homes.map(({ ref }) => ref)))];
      return supportPetition(ballot.ballotId, { support: true, homes, commandId: commandIdFor({ homes }) });
    },
    onSuccess: (reply) => {
      if (reply === null) return;
      came(reply.ballot);
      message.success(t('done'));
      onClose();
    },
  });
  const lines = text
    .split(/[\n,，;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('petitionSupport')}
      onSubmit={() => lines.length > 0 && save.mutate(lines)}
      onClose={onClose}
    >
      <p>{t('petitionLead')}</p>
      <Field
        title={t('petitionHomes')}
        hint={t('petitionHomesHint')}
        required
        invalid={
          unknown.length > 0
            ? t('petitionUnknown', { names: marks.listed(unknown) })
            : fieldMessage(save.error, '/homes/0')
        }
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 5, maxRows: 14 }}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
