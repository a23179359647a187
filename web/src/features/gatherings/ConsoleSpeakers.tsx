import { Button, Input } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { Ago } from '../../console/look/Due.tsx';
import { askToSpeak, type GatheringView, leadSpeaker } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';

/** Who wants to speak, in order, and who has the floor. */
export function ConsoleSpeakers({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [name, setName] = useState('');
  const leads = view.verbs.includes('lead-speakers');
  const mayAsk = view.verbs.includes('ask-to-speak') && !view.speakers.some(({ isMe }) => isMe);
  const ask = useDeed<{ name?: string }>((body) => askToSpeak(view.gatheringId, body));
  const lead = useDeed<{ speakerId: string; deed: 'begin' | 'done' }>(({ speakerId, deed, commandId }) =>
    leadSpeaker(view.gatheringId, speakerId, deed, { commandId }),
  );
  return (
    <section className="room-part" aria-labelledby="speakers">
      <h2 id="speakers">{t('speakers')}</h2>
      <Refusal error={ask.error ?? lead.error} />
      {view.speakers.length === 0 ? (
        <p className="soft">{t('speakersNone')}</p>
      ) : (
        <ol className="speakers">
          {view.speakers.map((one) => (
            <li key={one.speakerId} data-speaks={one.beganAt !== null || undefined}>
              <span className="speaker-name">
                {one.name}
                <span className="soft block">
                  {one.beganAt === null ? <Ago at={one.askedAt} /> : t('speaksNow')}
                </span>
              </span>
              {leads && one.beganAt === null ? (
                <Button
                  aria-label={t('beginOf', { name: one.name })}
                  onClick={() => lead.mutate({ speakerId: one.speakerId, deed: 'begin' })}
                >
                  {t('begin')}
                </Button>
              ) : null}
              {leads || one.isMe ? (
                <Button
                  type="text"
                  aria-label={t(one.beganAt === null ? 'takeOffOf' : 'doneOf', { name: one.name })}
                  onClick={() => lead.mutate({ speakerId: one.speakerId, deed: 'done' })}
                >
                  {t(one.beganAt === null ? 'takeOff' : 'done')}
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
      )}
      {mayAsk ? (
        <Button loading={ask.isPending} onClick={() => ask.mutate({})}>
          {t('askToSpeak')}
        </Button>
      ) : null}
      {leads ? (
        <form
          className="name-field-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') ask.mutate({ name: name.trim() }, { onSuccess: () => setName('') });
          }}
        >
          <Input
            aria-label={t('speakerName')}
            placeholder={t('speakerName')}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" disabled={name.trim() === ''}>
            {t('putOn')}
          </Button>
        </form>
      ) : null}
    </section>
  );
}
