import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useModel } from '../../console/cases/use-model.ts';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { fieldMessage, getAreas, type ModelView, openCase } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { PlaceField } from '../coverage/PlaceField.tsx';
import { opinionPhrases } from './console-phrases.ts';

type Kind = ModelView['kinds'][number];

/** Asks for an opinion: the case that does it, with the fields the city asks for. */
export function ConsoleAskOpinion({ kind, onClose }: { kind: string | null; onClose: () => void }) {
  const t = usePhrases(opinionPhrases);
  const label = useLabel();
  const model = useModel();
  useKeys('ask', [], { closed: true, on: kind !== null });
  const found = model.data?.kinds.find(({ key }) => key === kind);
  return (
    <Modal
      open={found !== undefined}
      title={found === undefined ? '' : t('askOf', { kind: label(found.title) })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {found === undefined ? null : <AskForm kind={found} onClose={onClose} />}
    </Modal>
  );
}

function AskForm({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const t = usePhrases(opinionPhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const { message } = App.useApp();
  const client = useQueryClient();
  const commandIdFor = useCommandId();
  const placeId = useId();
  const [areaCode, setAreaCode] = useState<string | null>(null);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [missing, setMissing] = useState<string[]>([]);
  const asks = kind.asks.filter((ask) => ask.kind === 'text' || ask.kind === 'long-text');
  const place = useQuery({
    queryKey: ['areas', 'one', areaCode],
    queryFn: ({ signal }) => getAreas({ under: areaCode ?? '' }, signal),
    enabled: areaCode !== null,
  });
  const name = place.data?.path.at(-1)?.fullName ?? areaCode ?? '';
  const placeTitle = kind.asks.find((ask) => ask.kind === 'place')?.title;
  const save = useMutation({
    mutationFn: (body: { kind: string; areaCode: string; answers: Record<string, string> }) =>
      openCase({ ...body, commandId: commandIdFor(body) }),
    onSuccess: ({ case: opened }) => {
      message.success(t('opened', { number: opened.number }));
      void client.invalidateQueries({ queryKey: ['opinions'] });
      void client.invalidateQueries({ queryKey: ['cases'] });
      onClose();
    },
  });
  const submit = () => {
    const lacking = [
      areaCode === null ? '/areaCode' : '',
      ...asks.filter((ask) => ask.required && (answers[ask.key] ?? '').trim() === '').map(({ key }) => key),
    ].filter(Boolean);
    setMissing(lacking);
    if (lacking.length > 0 || areaCode === null) return;
    const filled = Object.entries(answers).filter(([, value]) => value.trim() !== '');
    save.mutate({
      kind: kind.key,
      areaCode,
      answers: Object.fromEntries(filled.map(([key, value]) => [key, value.trim()])),
    });
  };
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  const whereTitle = placeTitle === undefined ? t('where') : label(placeTitle);
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      {kind.description === null ? null : <p>{label(kind.description)}</p>}
      <div className="field">
        <label htmlFor={placeId}>
          {whereTitle}
          <span aria-hidden="true"> *</span>
        </label>
        <PlaceField
          id={placeId}
          named={areaCode === null ? null : { code: areaCode, name }}
          onChoose={setAreaCode}
        />
        {missing.includes('/areaCode') ? (
          <p className="field-error">{t('required', { field: whereTitle })}</p>
        ) : null}
      </div>
      {asks.map((ask) => (
        <Field
          key={ask.key}
          title={label(ask.title)}
          required={ask.required}
          invalid={
            missing.includes(ask.key)
              ? t('required', { field: label(ask.title) })
              : fieldMessage(save.error, `/answers/${ask.key}`)
          }
        >
          {(field) => (
            <Input.TextArea
              {...field}
              autoSize={{ minRows: ask.kind === 'text' ? 1 : 3, maxRows: 10 }}
              {...(ask.max === null ? {} : { maxLength: ask.max })}
              value={answers[ask.key] ?? ''}
              onChange={(event) => setAnswers({ ...answers, [ask.key]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
          {t('propose')}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
