import './inbox.css';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import type { MessageSettings } from '../../ui/api/message-endpoints.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import {
  Blank,
  Bones,
  Button,
  buttonClass,
  Choices,
  ErrorNotice,
  Field,
  Icon,
  Notice,
} from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { groupWords } from './group-words.ts';
import {
  areTextsOn,
  channelsToChoose,
  isMuted,
  messageGroups,
  useDisconnect,
  useMessageSettings,
  useSaveWishes,
  useTypedTime,
  withMuted,
  withTexts,
} from './message-settings.ts';
import { messageSettingsPhrases } from './settings-phrases.ts';
import { addressLength, addressPattern, codeLength, codePattern, useAddresses } from './use-addresses.ts';
import { useThisBrowser } from './use-this-browser.ts';

/** How messages reach me, in plain words: this phone, e-mail, text messages, which of them, and when not. */
export function ResidentMessageSettings() {
  const t = usePhrases(messageSettingsPhrases);
  const session = useSession();
  const isSignedIn = Boolean(session.data?.person);
  const settings = useMessageSettings(isSignedIn);
  if (session.data !== undefined && !isSignedIn) {
    return (
      <Page title={t('title')} back="/me">
        <Blank
          icon="bell"
          title={t('signInFirst')}
          action={
            <Link to="/sign-in?to=/me/messages" className={buttonClass({ primary: true })}>
              {t('signIn')}
            </Link>
          }
        />
      </Page>
    );
  }
  return (
    <Page title={t('title')} back="/me">
      {settings.data === undefined ? (
        settings.error ? (
          <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : (
        <div className="stack reach">
          <p className="muted">{t('lead')}</p>
          <ThisDevice settings={settings.data} />
          <Mail settings={settings.data} />
          <Texts settings={settings.data} />
          <Which settings={settings.data} />
          <Quiet settings={settings.data} />
        </div>
      )}
    </Page>
  );
}

interface Part {
  settings: MessageSettings;
}
type Mailboxes = ReturnType<typeof useAddresses>;

function ThisDevice({ settings }: Part) {
  const t = usePhrases(messageSettingsPhrases);
  const { state, whyNot, isUnreachable, isBusy, error, turn, others } = useThisBrowser(settings);
  return (
    <section className="card stack" aria-labelledby="reach-device">
      <h2 id="reach-device">{t('push')}</h2>
      <p className="muted">{t('pushText')}</p>
      {state === undefined ? (
        <Bones lines={1} />
      ) : state === 'on' ? (
        <>
          <p className="reach-on">
            <Icon name="check" />
            <strong>{t('pushOn')}</strong>
          </p>
          <Button wide busy={isBusy} onClick={() => turn(false)}>
            {t('turnOff')}
          </Button>
        </>
      ) : state === 'off' ? (
        <Button primary wide icon="bell" busy={isBusy} onClick={() => turn(true)}>
          {t('turnOn')}
        </Button>
      ) : (
        <Notice kind="plain">{whyNot && <p>{t(whyNot)}</p>}</Notice>
      )}
      {isUnreachable && (
        <Notice kind="mistake" role="alert">
          {t('pushUnreachable')}
        </Notice>
      )}
      {error && <ErrorNotice error={error} />}
      {others.length > 0 && (
        <>
          <h3>{t('otherDevices')}</h3>
          <ul className="stack">
            {others.map((one) => (
              <li key={one.channelId}>
                <Connected channelId={one.channelId} words={one.address} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** One that is connected, and the way to take it out. */
function Connected({ channelId, words }: { channelId: string; words: string }) {
  const t = usePhrases(messageSettingsPhrases);
  const leave = useDisconnect(channelId);
  return (
    <>
      <div className="reach-line">
        <span>{words}</span>
        <Button
          icon="bin"
          aria-label={t('takeOutOf', { what: words })}
          busy={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('takeOut')}
        </Button>
      </div>
      {leave.error && <ErrorNotice error={leave.error} />}
    </>
  );
}

function Mail({ settings }: Part) {
  const t = usePhrases(messageSettingsPhrases);
  const [isAdding, setAdding] = useState(false);
  const mail = useAddresses(settings, { onEntered: () => setAdding(false) });
  const { addresses, unconfirmed } = mail;
  if (!settings.available.email && addresses.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="reach-mail">
      <h2 id="reach-mail">{t('email')}</h2>
      <p className="muted">{t('emailText')}</p>
      {!settings.available.email && <p>{t('emailNone')}</p>}
      {addresses.map(({ channelId, address, isConfirmed }) =>
        isConfirmed ? (
          <Connected key={channelId} channelId={channelId} words={address} />
        ) : (
          <div key={channelId} className="stack">
            <Connected channelId={channelId} words={`${address} · ${t('toConfirm')}`} />
            <CodeForm channelId={channelId} address={address} confirm={mail.confirm} />
          </div>
        ),
      )}
      {settings.available.email &&
        (addresses.length === 0 || isAdding ? (
          <AddressForm enter={mail.enter} />
        ) : (
          unconfirmed.length === 0 && (
            <Button icon="plus" onClick={() => setAdding(true)}>
              {t('addAddress')}
            </Button>
          )
        ))}
    </section>
  );
}

function AddressForm({ enter }: { enter: Mailboxes['enter'] }) {
  const t = usePhrases(messageSettingsPhrases);
  const [address, setAddress] = useState('');
  const [mistake, setMistake] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isAddress = addressPattern.test(address);
    setMistake(!isAddress);
    if (isAddress) enter.mutate(address);
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Field label={t('address')} mistake={mistake ? t('addressBad') : undefined} quiet>
        {(control) => (
          <input
            {...control}
            className="input"
            type="email"
            inputMode="email"
            autoComplete="email"
            maxLength={addressLength}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      {enter.error && <ErrorNotice error={enter.error} />}
      <Button wide type="submit" busy={enter.isPending}>
        {t('sendCode')}
      </Button>
    </form>
  );
}

function CodeForm({
  channelId,
  address,
  confirm,
}: {
  channelId: string;
  address: string;
  confirm: Mailboxes['confirm'];
}) {
  const t = usePhrases(messageSettingsPhrases);
  const [code, setCode] = useState('');
  const [mistake, setMistake] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isCode = codePattern.test(code);
    setMistake(!isCode);
    if (isCode) confirm.mutate({ channelId, code });
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Field
        label={t('code')}
        hint={t('codeHint', { address })}
        mistake={mistake ? t('codeBad') : undefined}
        quiet
      >
        {(control) => (
          <input
            {...control}
            className="input code-input"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={codeLength}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
        )}
      </Field>
      {confirm.error && <ErrorNotice error={confirm.error} />}
      <Button primary wide type="submit" busy={confirm.isPending}>
        {t('confirm')}
      </Button>
    </form>
  );
}

function Texts({ settings }: Part) {
  const t = usePhrases(messageSettingsPhrases);
  const save = useSaveWishes();
  const { phoneMasked } = settings;
  return (
    <section className="card stack" aria-labelledby="reach-sms">
      <h2 id="reach-sms">{t('sms')}</h2>
      {phoneMasked === null ? (
        <p className="muted">{t('smsNoPhone')}</p>
      ) : (
        <>
          <p className="muted">{t('smsText', { phone: phoneMasked })}</p>
          {!settings.available.sms && <p className="muted">{t('smsLog')}</p>}
          <fieldset className="reach-choice" aria-labelledby="reach-sms">
            <Choices
              choices={[
                { value: 'on', label: t('smsOn') },
                { value: 'off', label: t('smsOff') },
              ]}
              value={areTextsOn(settings) ? 'on' : 'off'}
              onChange={(value) => save.change(withTexts(settings, value === 'on'))}
            />
          </fieldset>
        </>
      )}
      <SaveState save={save} />
    </section>
  );
}

function Which({ settings }: Part) {
  const t = usePhrases(messageSettingsPhrases);
  const save = useSaveWishes();
  const channels = channelsToChoose(settings);
  const words = { push: t('pushShort'), email: t('email') };
  return (
    <section className="card stack" aria-labelledby="reach-which">
      <h2 id="reach-which">{t('which')}</h2>
      {channels.length === 0 ? (
        <p className="muted">{t('whichNone')}</p>
      ) : (
        <>
          <p className="muted">{t('whichText')}</p>
          {messageGroups.map((group) => (
            <fieldset key={group} className="field">
              <legend>{t(groupWords[group].title)}</legend>
              <p className="field-hint">{t(groupWords[group].text)}</p>
              <div className="choices">
                {channels.map((channel) => {
                  const isOn = !isMuted(settings, channel, group);
                  return (
                    <label key={channel} className="choice">
                      <input
                        type="checkbox"
                        checked={isOn}
                        onChange={() => save.change({ muted: withMuted(settings, channel, [group], isOn) })}
                      />
                      <span>
                        {isOn && <Icon name="check" />}
                        {words[channel]}
                      </span>
                    </label>
                  );
                })}
              </div>
            </fieldset>
          ))}
        </>
      )}
      <SaveState save={save} />
    </section>
  );
}

function Quiet({ settings }: Part) {
  const t = usePhrases(messageSettingsPhrases);
  const save = useSaveWishes();
  const { quiet, usualQuiet } = settings;
  return (
    <section className="card stack" aria-labelledby="reach-quiet">
      <h2 id="reach-quiet">{t('quiet')}</h2>
      <p className="muted">{t('quietText')}</p>
      <fieldset className="reach-choice" aria-labelledby="reach-quiet">
        <Choices
          choices={[
            { value: 'on', label: t('quietOn') },
            { value: 'off', label: t('quietOff') },
          ]}
          value={quiet === null ? 'off' : 'on'}
          onChange={(value) => save.change({ quiet: value === 'off' ? null : usualQuiet })}
        />
      </fieldset>
      {quiet !== null && (
        <div className="reach-times">
          <TimeOfDay
            label={t('from')}
            value={quiet.from}
            onChange={(from) => save.change({ quiet: { ...quiet, from } })}
          />
          <TimeOfDay
            label={t('to')}
            value={quiet.to}
            onChange={(to) => save.change({ quiet: { ...quiet, to } })}
          />
        </div>
      )}
      <SaveState save={save} />
    </section>
  );
}

function TimeOfDay({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const typed = useTypedTime(value, onChange);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" type="time" {...typed} />
    </div>
  );
}

function SaveState({ save }: { save: Pick<ReturnType<typeof useSaveWishes>, 'error' | 'isSuccess'> }) {
  const t = usePhrases(messageSettingsPhrases);
  return (
    <>
      {save.error && <ErrorNotice error={save.error} />}
      <p role="status" className="reach-saved">
        {save.isSuccess && (
          <>
            <Icon name="check" /> {t('saved')}
          </>
        )}
      </p>
    </>
  );
}
