import { Button, Input } from 'antd';
import { useState } from 'react';
import { useWaitingWrites, waitWithWrite } from '../../console/field/waiting.ts';
import { DeedDialog, DeedForm, Refusal } from '../../console/look/DeedForm.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type Attendee,
  attendancePath,
  enterAttendance,
  type GatheringReply,
  type GatheringView,
  NoAnswerError,
  newCommandId,
  strikeAttendance,
} from '../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { AttendanceQr } from './AttendanceQr.tsx';
import { ConsoleQuorum } from './ConsoleQuorum.tsx';
import { useDeed } from './gathering-deed.ts';
import { roomPhrases } from './room-phrases.ts';
import { howWords } from './room-words.ts';

/** Who is here: the code to scan, the count against the quorum, and names from the paper list, also without signal. */
export function ConsoleAttendance({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [striking, setStriking] = useState<Attendee | null>(null);
  const { count, people, entitled } = view.attendance;
  const isHeld = view.state === 'open' || view.state === 'ended';
  const mayEnter = view.verbs.includes('enter-attendance');
  const waiting = useWaitingNames(view.gatheringId);
  const here = people?.map(({ attendanceId }) => attendanceId) ?? [];
  const unsent = waiting.filter((one) => !here.includes(one.attendanceId));
  return (
    <section className="room-part attendance" aria-labelledby="attendance">
      <h2 id="attendance">
        {t('here')} <span className="figures attendance-count">{count + unsent.length}</span>
      </h2>
      <ConsoleQuorum view={view} />
      {view.verbs.includes('show-code') && view.state === 'open' ? (
        <AttendanceQr gatheringId={view.gatheringId} />
      ) : null}
      {entitled === null ? null : <h3>{t('others')}</h3>}
      {mayEnter ? <NameField view={view} /> : null}
      {people === null ? null : people.length === 0 && unsent.length === 0 ? (
        <p className="soft">{t(isHeld ? 'nobodyYet' : 'notBegun')}</p>
      ) : (
        <ul className="attendees">
          {unsent.map((one) => (
            <li key={one.attendanceId}>
              {one.name} <span className="tag tag-amber">{t('waitsForSignal')}</span>
            </li>
          ))}
          {people.map((one) => (
            <li key={one.attendanceId}>
              <span>{one.name}</span>
              <span className="soft">{t(howWords[one.how])}</span>
              {mayEnter ? (
                <Button
                  type="text"
                  aria-label={t('strikeOf', { name: one.name })}
                  onClick={() => setStriking(one)}
                >
                  {t('strike')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <DeedDialog
        open={striking !== null}
        title={t('strikeOf', { name: striking?.name ?? '' })}
        onClose={() => setStriking(null)}
      >
        {striking === null ? null : (
          <StrikeForm gatheringId={view.gatheringId} attendee={striking} onClose={() => setStriking(null)} />
        )}
      </DeedDialog>
    </section>
  );
}

interface WaitingName {
  attendanceId: string;
  name: string;
}

/** Names that were entered here and wait for signal. */
function useWaitingNames(gatheringId: string): WaitingName[] {
  const path = attendancePath(gatheringId);
  return useWaitingWrites()
    .filter((one) => one.path === path && one.refusal === null)
    .flatMap((one) => (one.body.people as WaitingName[] | undefined) ?? []);
}

/** Several names at once, as they stand on the list: separated by commas, blanks or lines. */
function namesIn(words: string): string[] {
  return words
    .split(/[,，、;；\s]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Those who scanned the code or stand on the list already; without an answer nobody knows yet. */
function notEntered(people: WaitingName[], reply: GatheringReply | undefined): string[] {
  const there = reply?.gathering.attendance.people?.map(({ attendanceId }) => attendanceId);
  if (there === undefined) return [];
  return people.filter(({ attendanceId }) => !there.includes(attendanceId)).map(({ name }) => name);
}

function NameField({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const marks = useMarks();
  const { person, city } = useStaffSession();
  const [words, setWords] = useState('');
  const [known, setKnown] = useState<string[]>([]);
  const how = view.state === 'ended' ? 'later' : 'paper';
  type Names = { how: 'paper' | 'later'; people: { attendanceId: string; name: string; cameAt?: string }[] };
  const save = useDeed<Names>(async (body) => {
    try {
      return await enterAttendance(view.gatheringId, body);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      const { commandId, ...rest } = body;
      await waitWithWrite({
        commandId,
        city: city.key,
        person: person.personId,
        path: attendancePath(view.gatheringId),
        title: t('namesOf', { n: body.people.length }),
        body: rest,
      });
      return undefined;
    }
  });
  const names = namesIn(words);
  return (
    <form
      className="name-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (names.length === 0) return;
        const cameAt = new Date().toISOString();
        const people = names.map((name) => ({
          attendanceId: newCommandId(),
          name,
          ...(how === 'paper' ? { cameAt } : {}),
        }));
        save.mutate(
          { how, people },
          {
            onSuccess: (reply) => {
              setWords('');
              setKnown(notEntered(people, reply as GatheringReply | undefined));
            },
          },
        );
      }}
    >
      <Refusal error={save.error} />
      <div className="name-field-line">
        <Input
          aria-label={t('names')}
          placeholder={t('namesHint')}
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button htmlType="submit" loading={save.isPending} disabled={names.length === 0}>
          {t('enter')}
        </Button>
      </div>
      <p role="status" className="soft">
        {known.length === 0 ? null : t('alreadyHere', { names: marks.listed(known) })}
      </p>
    </form>
  );
}

function StrikeForm({
  gatheringId,
  attendee,
  onClose,
}: {
  gatheringId: string;
  attendee: Attendee;
  onClose: () => void;
}) {
  const t = usePhrases(roomPhrases);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const save = useDeed<{ reason: string; attendanceId: string }>(
    (body) => strikeAttendance(gatheringId, body),
    { done: t('struck'), onDone: onClose },
  );
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('strike')}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') save.mutate({ reason: reason.trim(), attendanceId: attendee.attendanceId });
      }}
      onClose={onClose}
    >
      <Field title={t('reason')} required invalid={tried && reason.trim() === '' ? t('needed') : undefined}>
        {(field) => (
          <Input
            {...field}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
