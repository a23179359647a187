import './session.css';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { askPhoneCode, type PhoneCodeSent, signInByPhone } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Field, Notice, Sheet } from '../../ui/kit/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { afterSignIn } from './resident-session.ts';
import { sessionPhrases } from './session-phrases.ts';

const againAfterMs = 60_000;

/** Signing in over what was being done: it stays as it was underneath. */
export function ResidentSignIn({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = usePhrases(sessionPhrases);
  return (
    <Sheet title={t('signIn')} onClose={onClose}>
      <PhoneSignIn onDone={onDone} />
    </Sheet>
  );
}

/** Phone number, then the code that was sent there. Two small forms, so that each has one thing to fill in. */
export function PhoneSignIn({ onDone }: { onDone: () => void }) {
  const t = usePhrases(sessionPhrases);
  const client = useQueryClient();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [sent, setSent] = useState<{ reply: PhoneCodeSent; at: number } | null>(null);
  const [mistake, setMistake] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (sent !== null) codeField.current?.focus();
  }, [sent]);

  const ask = async () => {
    if (!/^1[3-9]\d{9}$/.test(phone)) {
      setMistake(t('phoneBad'));
      return;
    }
    setMistake(undefined);
    setError(null);
    setBusy(true);
    try {
      setSent({ reply: await askPhoneCode(phone), at: Date.now() });
      setCode('');
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  const enter = async () => {
    if (!/^\d{6}$/.test(code)) {
      setMistake(t('codeBad'));
      return;
    }
    setMistake(undefined);
    setError(null);
    setBusy(true);
    try {
      const session = await signInByPhone({
        phone,
        code,
        ...(name.trim() === '' ? {} : { name: name.trim() }),
      });
      await afterSignIn(client, session);
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  if (sent === null) {
    return (
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p className="muted">{t('signInText')}</p>
        <Field label={t('phone')} hint={t('phoneHint')} mistake={mistake} quiet>
          {(control) => (
            <input
              {...control}
              className="input"
              type="tel"
              inputMode="numeric"
              autoComplete="tel-national"
              maxLength={13}
              value={phone}
              onChange={(event) => setPhone(event.target.value.replace(/\D/g, '').slice(0, 11))}
            />
          )}
        </Field>
        {error !== null && <ErrorNotice error={error} />}
        <Button primary wide type="submit" busy={busy}>
          {t('getCode')}
        </Button>
      </form>
    );
  }
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      {sent.reply.code !== undefined && <Notice>{t('codeDemo', { code: sent.reply.code })}</Notice>}
      <Field
        label={t('code')}
        hint={t('codeHint', { phone: `${phone.slice(0, 3)}****${phone.slice(7)}` })}
        mistake={mistake}
        quiet
      >
        {(control) => (
          <input
            {...control}
            ref={codeField}
            className="input code-input"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
        )}
      </Field>
      <Field label={t('yourName')} hint={t('yourNameHint')}>
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="nickname"
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ErrorNotice error={error} />}
      <Button primary wide type="submit" busy={busy}>
        {t('signIn')}
      </Button>
      <div className="section-head">
        <Again since={sent.at} onAgain={() => void ask()} />
        <button
          type="button"
          className="text-button"
          onClick={() => {
            setSent(null);
            setError(null);
            setMistake(undefined);
          }}
        >
          {t('otherPhone')}
        </button>
      </div>
    </form>
  );
}

function Again({ since, onAgain }: { since: number; onAgain: () => void }) {
  const t = usePhrases(sessionPhrases);
  const seconds = Math.ceil((since + againAfterMs - useNow(1000)) / 1000);
  if (seconds > 0) return <span className="small muted">{t('againIn', { n: seconds })}</span>;
  return (
    <button type="button" className="text-button" onClick={onAgain}>
      {t('again')}
    </button>
  );
}
