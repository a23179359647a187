import { App, Button, Checkbox, Form, Input, Segmented } from 'antd';
import { useId } from 'react';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import type { MessageSettings } from '../../ui/api/message-endpoints.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { messageConsolePhrases } from './console-phrases.ts';
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

/** How messages reach whoever works here: the same choices as on the resident face, one below the other. */
export function ConsoleMessageSettings() {
  const t = usePhrases(messageSettingsPhrases);
  const settings = useMessageSettings();
  return (
    <section className="settings" aria-labelledby="reach-title">
      <div className="section-head">
        <h2 id="reach-title">{t('title')}</h2>
      </div>
      <p className="soft">{t('lead')}</p>
      {settings.data === undefined ? (
        settings.error ? (
          <FailedState error={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <LoadingLines lines={4} />
        )
      ) : (
        <Choices settings={settings.data} />
      )}
    </section>
  );
}

/** Says what went wrong in the words of the server. */
function useTrouble(): (error: unknown) => void {
  const t = usePhrases(messageConsolePhrases);
  const { message } = App.useApp();
  return (error) => {
    const words = problemWords(error, t('noAnswer'));
    message.warning(`${words.title} ${words.detail}`.trim());
  };
}

function Choices({ settings }: { settings: MessageSettings }) {
  const t = usePhrases(messageSettingsPhrases);
  const { message } = App.useApp();
  const trouble = useTrouble();
  const wishes = useSaveWishes({ onSaved: () => message.success(t('saved')), onError: trouble });
  const { quiet, usualQuiet, phoneMasked, available } = settings;
  const channels = channelsToChoose(settings);
  const words = { push: t('pushShort'), email: t('email') };
  return (
    <dl className="setting-list">
      <div>
        <dt>{t('push')}</dt>
        <dd>
          <ThisBrowser settings={settings} />
          <p className="soft">{t('pushText')}</p>
        </dd>
      </div>
      <div>
        <dt>{t('email')}</dt>
        <dd>
          <Addresses settings={settings} />
          <p className="soft">{available.email ? t('emailText') : t('emailNone')}</p>
        </dd>
      </div>
      <div>
        <dt>{t('sms')}</dt>
        <dd>
          {phoneMasked === null ? (
            <p className="soft">{t('smsNoPhone')}</p>
          ) : (
            <>
              <Segmented<'on' | 'off'>
                aria-label={t('sms')}
                value={areTextsOn(settings) ? 'on' : 'off'}
                onChange={(next) => wishes.change(withTexts(settings, next === 'on'))}
                options={[
                  { value: 'on', label: t('smsOn') },
                  { value: 'off', label: t('smsOff') },
                ]}
              />
              <p className="soft">
                {t('smsText', { phone: phoneMasked })}
                {available.sms ? null : <> {t('smsLog')}</>}
              </p>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('which')}</dt>
        <dd>
          {channels.length === 0 ? (
            <p className="soft">{t('whichNone')}</p>
          ) : (
            <ul className="reach-groups">
              {messageGroups.map((group) => (
                <li key={group}>
                  <span>
                    {t(groupWords[group].title)}{' '}
                    <span className="soft block">{t(groupWords[group].text)}</span>
                  </span>
                  {channels.map((channel) => {
                    const isOn = !isMuted(settings, channel, group);
                    return (
                      <Checkbox
                        key={channel}
                        checked={isOn}
                        aria-label={t('by', { group: t(groupWords[group].title), channel: words[channel] })}
                        onChange={() => wishes.change({ muted: withMuted(settings, channel, [group], isOn) })}
                      >
                        {words[channel]}
                      </Checkbox>
                    );
                  })}
                </li>
              ))}
            </ul>
          )}
          <p className="soft">{channels.length === 0 ? null : t('whichText')}</p>
        </dd>
      </div>
      <div>
        <dt>{t('quiet')}</dt>
        <dd>
          <Segmented<'on' | 'off'>
            aria-label={t('quiet')}
            value={quiet === null ? 'off' : 'on'}
            onChange={(next) => wishes.change({ quiet: next === 'off' ? null : usualQuiet })}
            options={[
              { value: 'on', label: t('quietOn') },
              { value: 'off', label: t('quietOff') },
            ]}
          />
          {quiet === null ? null : (
            <div className="reach-times">
              <TimeOfDay
                label={t('from')}
                value={quiet.from}
                onChange={(from) => wishes.change({ quiet: { ...quiet, from } })}
              />
              <TimeOfDay
                label={t('to')}
                value={quiet.to}
                onChange={(to) => wishes.change({ quiet: { ...quiet, to } })}
              />
            </div>
          )}
          <p className="soft">{t('quietText')}</p>
        </dd>
      </div>
    </dl>
  );
}

function ThisBrowser({ settings }: { settings: MessageSettings }) {
  const t = usePhrases(messageSettingsPhrases);
  const { message } = App.useApp();
  const trouble = useTrouble();
  const { state, whyNot, isBusy, turn, others } = useThisBrowser(settings, {
    onError: trouble,
    onUnreachable: () => void message.warning(t('pushUnreachable')),
  });
  return (
    <>
      {state === undefined ? (
        <LoadingLines lines={1} />
      ) : state === 'on' ? (
        <p className="reach-line">
          <strong>{t('pushOn')}</strong>
          <Button loading={isBusy} onClick={() => turn(false)}>
            {t('turnOff')}
          </Button>
        </p>
      ) : state === 'off' ? (
        <Button loading={isBusy} onClick={() => turn(true)}>
          {t('turnOn')}
        </Button>
      ) : (
        whyNot && <p>{t(whyNot)}</p>
      )}
      {others.map((one) => (
        <Connected key={one.channelId} channelId={one.channelId} words={one.address} />
      ))}
    </>
  );
}

function Connected({ channelId, words }: { channelId: string; words: string }) {
  const t = usePhrases(messageSettingsPhrases);
  const trouble = useTrouble();
  const leave = useDisconnect(channelId, { onError: trouble });
  return (
    <p className="reach-line">
      <span>{words}</span>
      <Button
        loading={leave.isPending}
        aria-label={t('takeOutOf', { what: words })}
        onClick={() => leave.mutate()}
      >
        {t('takeOut')}
      </Button>
    </p>
  );
}

function Addresses({ settings }: { settings: MessageSettings }) {
  const t = usePhrases(messageSettingsPhrases);
  const trouble = useTrouble();
  const { addresses, unconfirmed, enter, confirm } = useAddresses(settings, { onError: trouble });
  const [open] = unconfirmed;
  return (
    <>
      {addresses.map(({ channelId, address, isConfirmed }) => (
        <Connected
          key={channelId}
          channelId={channelId}
          words={isConfirmed ? address : `${address} · ${t('toConfirm')}`}
        />
      ))}
      {open !== undefined ? (
        <Form
          key="code"
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }: { code: string }) => confirm.mutate({ channelId: open.channelId, code })}
        >
          <Form.Item
            name="code"
            label={t('code')}
            extra={t('codeHint', { address: open.address })}
            rules={[{ required: true, pattern: codePattern, message: t('codeBad') }]}
          >
            <Input
              className="reach-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={codeLength}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={confirm.isPending}>
            {t('confirm')}
          </Button>
        </Form>
      ) : settings.available.email ? (
        <Form
          key="address"
          layout="vertical"
          requiredMark={false}
          onFinish={({ address }: { address: string }) => enter.mutate(address)}
        >
          <Form.Item
            name="address"
            label={t('address')}
            rules={[{ required: true, pattern: addressPattern, message: t('addressBad') }]}
          >
            <Input type="email" autoComplete="email" maxLength={addressLength} />
          </Form.Item>
          <Button htmlType="submit" loading={enter.isPending}>
            {t('sendCode')}
          </Button>
        </Form>
      ) : null}
    </>
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
    <span>
      <label htmlFor={id}>{label}</label> <Input id={id} type="time" {...typed} />
    </span>
  );
}
