import { Input } from 'antd';
import { useState } from 'react';
import { DeedForm } from '../../console/look/DeedForm.tsx';
import { type EvaluatePower, evaluatePower, fieldMessage, type PowerView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { powerConsolePhrases } from './console-phrases.ts';
import { usePowerCommand } from './power-command.ts';

/** Records an evaluation and the day of the next. */
export function ConsoleEvaluatePower({ power, onClose }: { power: PowerView; onClose: () => void }) {
  const t = usePhrases(powerConsolePhrases);
  const [finding, setFinding] = useState('');
  const [evaluateBy, setEvaluateBy] = useState('');
  const [missing, setMissing] = useState<string[]>([]);
  const save = usePowerCommand<Omit<EvaluatePower, 'commandId'>>(
    (body) => evaluatePower(power.powerId, body),
    t('evaluated'),
    onClose,
  );
  const submit = () => {
    const lacking = [finding.trim() === '' ? '/finding' : '', evaluateBy === '' ? '/evaluateBy' : ''].filter(
      Boolean,
    );
    setMissing(lacking);
    if (lacking.length === 0) save.mutate({ finding: finding.trim(), evaluateBy });
  };
  const invalid = (at: string, field: string) =>
    missing.includes(at) ? t('required', { field }) : fieldMessage(save.error, at);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('evaluate')}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{t('evaluateLead')}</p>
      <Field
        title={t('finding')}
        hint={t('findingHint')}
        required
        invalid={invalid('/finding', t('finding'))}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            maxLength={500}
            autoSize={{ minRows: 3, maxRows: 8 }}
            value={finding}
            onChange={(event) => setFinding(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('nextEvaluation')} required invalid={invalid('/evaluateBy', t('nextEvaluation'))}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={evaluateBy}
            onChange={(event) => setEvaluateBy(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
