import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { acceptPlan, fieldMessage, type PlanView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { planPhrases } from './plan-phrases.ts';

/** Says how many homes get somebody else, asks for the day, and then makes it so. */
export function ConsolePlanAccept({
  plan,
  open,
  onClose,
  onAccepted,
}: {
  plan: PlanView;
  open: boolean;
  onClose: () => void;
  onAccepted: () => void;
}) {
  const t = usePhrases(planPhrases);
  useKeys('accept-plan', [], { closed: true, on: open });
  return (
    <Modal open={open} title={t('acceptTitle')} footer={null} onCancel={onClose} destroyOnHidden>
      <AcceptForm plan={plan} onClose={onClose} onAccepted={onAccepted} />
    </Modal>
  );
}

function AcceptForm({
  plan,
  onClose,
  onAccepted,
}: {
  plan: PlanView;
  onClose: () => void;
  onAccepted: () => void;
}) {
  const t = usePhrases(planPhrases);
  const frame = usePhrases(consolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  // Swedish writes days as the wire does.
  const today = new Date().toLocaleDateString('sv-SE');
  const [from, setFrom] = useState(today);
  const homes = plan.proposal?.homesToOthers ?? 0;
  const moved = plan.proposal?.homesMoved ?? 0;
  const save = useMutation({
    mutationFn: (body: { from: string }) =>
      acceptPlan(plan.planId, { commandId: commandIdFor(body), ...body }),
    onSuccess: ({ plan: now }) => {
      client.setQueryData(['plan', plan.planId], now);
      for (const queryKey of [['plans'], ['plan-present'], ['plan-compounds'], ['plan-members']]) {
        void client.invalidateQueries({ queryKey });
      }
      message.success(t('acceptedNow'));
      onClose();
      onAccepted();
    },
  });
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ from });
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      <p>
        <strong>{t('acceptWords', { homes, moved })}</strong>
      </p>
      <p>{t('acceptDetail')}</p>
      <Field title={t('fromDay')} required invalid={fieldMessage(save.error, '/from')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            min={today}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending} disabled={from === ''}>
          {t('confirm', { homes })}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
