import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { formDraft } from '../../console/cases/drafts.ts';
import { giveUpWaiting, onWriteSent, useWaitingWrites, waitWithWrite } from '../../console/field/waiting.ts';
import { useStaffSession } from '../../console/session/session.ts';
import {
  isReachable,
  type MinutesPart,
  type MinutesReply,
  minutesPath,
  NoAnswerError,
  newCommandId,
  ProblemError,
  type StaleMinutes,
  writeMinutes,
} from '../../ui/api/index.ts';
import { mergeTexts } from './merge-texts.ts';

/** As long after the last key it is sent. */
const restMs = 1200;

interface Draft {
  text: string;
  /** What the server had when the typing began. */
  base: string;
  version: number;
}
const isDraft = (kept: unknown): kept is Draft =>
  typeof kept === 'object' &&
  kept !== null &&
  'text' in kept &&
  typeof kept.text === 'string' &&
  'base' in kept &&
  typeof kept.base === 'string' &&
  'version' in kept &&
  typeof kept.version === 'number';

export interface Minutes {
  text: string;
  /** `theirs`: both changed the same lines, and somebody must say what is to stand. */
  state: 'saved' | 'typing' | 'sending' | 'waiting' | 'theirs' | 'refused';
  /** What somebody else wrote meanwhile. */
  theirs: MinutesPart | null;
  error: unknown;
  type: (text: string) => void;
  /** Sends now, without waiting for the pause. */
  send: () => void;
  /** What is to stand instead of the two texts. */
  settle: (text: string) => void;
}

/**
 * One text of the minutes that several type: sent at every pause, merged with what others wrote where that goes by itself,
 * put before its writer where it does not; without signal it waits on the device.
 */
export function useMinutes(gatheringId: string, part: MinutesPart, title: string): Minutes {
  const { person, city } = useStaffSession();
  const kept = useMemo(
    () => formDraft<Draft>(person.personId, `minutes-${gatheringId}-${part.part}`, isDraft),
    [person.personId, gatheringId, part.part],
  );
  const [draft, setDraft] = useState<Draft>(
    () => kept.read() ?? { text: part.text, base: part.text, version: part.version },
  );
  const [theirs, setTheirs] = useState<MinutesPart | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  /** What went out of here: met again as somebody else’s, it is one’s own whose answer was lost. */
  const sent = useRef(new Set<string>());
  const path = minutesPath(gatheringId, part.part);
  const waiting = useWaitingWrites().find((one) => one.path === path);
  const isTyped = draft.text !== draft.base;

  const keep = (next: Draft) => {
    setDraft(next);
    if (next.text === next.base) kept.drop();
    else kept.keep(next);
  };

  /** The server has another text by now. */
  const meet = (newer: MinutesPart) => {
    if (newer.version <= draft.version) return;
    if (draft.text === draft.base || draft.text === newer.text) {
      setTheirs(null);
      keep({ text: newer.text, base: newer.text, version: newer.version });
      return;
    }
    const merged = sent.current.has(newer.text) ? draft.text : mergeTexts(draft.base, draft.text, newer.text);
    if (merged === null) setTheirs(newer);
    else {
      setTheirs(null);
      keep({ text: merged, base: newer.text, version: newer.version });
    }
  };

  const wait = async (commandId: string) => {
    const before = waiting?.commandId;
    await waitWithWrite({
      commandId,
      city: city.key,
      person: person.personId,
      path,
      method: 'PUT',
      title,
      body: { version: draft.version, text: draft.text },
    });
    // The newest text is enough.
    if (before !== undefined && before !== commandId) await giveUpWaiting(before);
  };

  const send = async () => {
    if (!isTyped || isSending || theirs !== null) return;
    setSending(true);
    setError(null);
    const { text, version } = draft;
    const commandId = newCommandId();
    sent.current.add(text);
    try {
      if (waiting !== undefined && !isReachable()) throw new NoAnswerError('offline');
      const { minutes } = await writeMinutes(gatheringId, part.part, { commandId, version, text });
      if (waiting !== undefined) await giveUpWaiting(waiting.commandId);
      taken(minutes, text);
    } catch (failure) {
      if (failure instanceof NoAnswerError) await wait(commandId);
      else if (failure instanceof ProblemError && failure.code === 'minutes-stale')
        meet((failure.problem.current as StaleMinutes).theirs);
      else setError(failure);
    } finally {
      setSending(false);
    }
  };

  /** The server has what was sent; what was typed meanwhile goes with the next pause. */
  const taken = (minutes: MinutesPart, text: string) => {
    setDraft((now) => {
      const next = {
        text: now.text === text ? minutes.text : now.text,
        base: minutes.text,
        version: minutes.version,
      };
      if (next.text === next.base) kept.drop();
      else kept.keep(next);
      return next;
    });
  };

  const onPause = useEffectEvent(() => void send());
  // A text that stands in front of its writer, or was refused, does not go by itself.
  const isDue =
    isTyped && theirs === null && !isSending && error === null && waiting?.body.text !== draft.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the text begins the pause anew.
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(onPause, restMs);
    return () => clearTimeout(timer);
  }, [isDue, draft.text]);

  const onNewer = useEffectEvent(meet);
  useEffect(() => onNewer(part), [part]);

  const onArrived = useEffectEvent((commandId: string, reply: unknown) => {
    if (commandId !== waiting?.commandId) return;
    if (reply !== null && typeof waiting.body.text === 'string')
      taken((reply as MinutesReply).minutes, waiting.body.text);
  });
  useEffect(() => onWriteSent((commandId, reply) => onArrived(commandId, reply)), []);

  // What waited met a newer text: it comes back to its writer here.
  const refusal = waiting?.refusal ?? null;
  const takeUp = useEffectEvent(() => {
    if (waiting === undefined || refusal === null) return;
    void giveUpWaiting(waiting.commandId);
    if (refusal.code === 'minutes-stale') meet((refusal.current as StaleMinutes).theirs);
    else setError(new ProblemError(refusal));
  });
  useEffect(() => {
    if (refusal !== null) takeUp();
  }, [refusal]);

  return {
    text: draft.text,
    theirs,
    error,
    state:
      theirs !== null
        ? 'theirs'
        : error !== null
          ? 'refused'
          : isSending
            ? 'sending'
            : waiting !== undefined
              ? 'waiting'
              : isTyped
                ? 'typing'
                : 'saved',
    type(text) {
      setError(null);
      keep({ ...draft, text });
    },
    send: () => void send(),
    settle(text) {
      if (theirs === null) return;
      setTheirs(null);
      keep({ text, base: theirs.text, version: theirs.version });
    },
  };
}
