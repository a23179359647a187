import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { type CaseView, ProblemError, revealReporter } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from './ConsoleField.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

const shortestReason = 4;
/** Long enough to dial, short enough not to stay on a screen that somebody walks away from. */
const shownMs = 120_000;

/** Masked; shown with a reason, which is recorded and told to the person. */
export function ConsoleReporter({ view: { caseId, reporter } }: { view: CaseView }) {
  const t = usePhrases(caseConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);
  const reveal = useMutation({
    mutationFn: () => revealReporter(caseId, reason.trim()),
    onSuccess: () => {
      setAsking(false);
      setReason('');
    },
  });
  useKeys('reveal', [], { closed: true, on: asking });
  const { data: shown, reset } = reveal;
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(reset, shownMs);
    return () => clearTimeout(timer);
  }, [shown, reset]);

  const submit = () => {
    if ([...reason.trim()].length < shortestReason) setShort(true);
    else reveal.mutate();
  };
  return (
    <section aria-labelledby="case-reporter" className="reporter">
      <h2 id="case-reporter">{t('reporter')}</h2>
      {shown !== undefined ? (
        <>
          <p className="reporter-shown" role="status">
            <strong>{shown.name ?? reporter.name}</strong>{' '}
            {shown.phone === null ? null : <a href={`tel:${shown.phone}`}>{shown.phone}</a>}
          </p>
          <p className="soft">{t('revealTold')}</p>
          <Button onClick={reset}>{t('revealHide')}</Button>
        </>
      ) : (
        <>
          <p>
            {reporter.anonymous || (reporter.name === null && reporter.phoneMasked === null) ? (
              t('anonymous')
            ) : (
              <>
                <strong>{reporter.name}</strong> <span className="figures">{reporter.phoneMasked}</span>
              </>
            )}
          </p>
          {reporter.canReveal && !reporter.anonymous ? (
            <Button onClick={() => setAsking(true)}>{t('reveal')}</Button>
          ) : null}
        </>
      )}
      <Modal
        open={asking}
        title={t('revealTitle')}
        okText={t('reveal')}
        cancelText={frame('cancel')}
        closable={{ 'aria-label': frame('close') }}
        confirmLoading={reveal.isPending}
        onOk={submit}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <form
          className="verb-form"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <p>{t('revealTold')}</p>
          {reveal.error === null ? null : (
            <Alert
              type="error"
              role="alert"
              title={reveal.error instanceof ProblemError ? reveal.error.problem.title : t('noAnswer')}
              description={reveal.error instanceof ProblemError ? reveal.error.problem.detail : undefined}
            />
          )}
          <Field
            title={t('revealReason')}
            hint={t('revealReasonHint')}
            required
            invalid={short ? t('revealReasonHint') : undefined}
          >
            {(field) => (
              <Input
                {...field}
                autoFocus
                maxLength={500}
                value={reason}
                onChange={(event) => {
                  setShort(false);
                  setReason(event.target.value);
                }}
              />
            )}
          </Field>
        </form>
      </Modal>
    </section>
  );
}
