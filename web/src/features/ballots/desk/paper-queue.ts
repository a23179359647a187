/**
 * Papers on their way to the server. A teller goes on to the next paper at once; what became of each is written beside it.
 * What somebody voted is kept in memory alone: the paper itself is there to be read again, and a table left on a device is not.
 */
import { useEffect, useSyncExternalStore } from 'react';
import {
  NoAnswerError,
  newCommandId,
  ProblemError,
  type ReadPapers,
  readPapers,
} from '../../../ui/api/index.ts';

export type PaperToRead = ReadPapers['papers'][number];

export interface SentPaper {
  commandId: string;
  title: string;
  paper: PaperToRead;
  state: 'sending' | 'unsent' | 'one-reading' | 'agreed' | 'differs' | 'none' | 'refused';
  problem: string | null;
  /** When it was last known how the paper stands. */
  knownMs: number;
}

interface Queue {
  /** The last first. */
  papers: readonly SentPaper[];
  listeners: Set<() => void>;
}

const kept = 200;
const triesAgainMs = 5_000;
/** By ballot; they outlive the page, so that whoever looks elsewhere for a moment loses nothing. */
const queues = new Map<string, Queue>();

function queueOf(ballotId: string): Queue {
  const known = queues.get(ballotId);
  if (known !== undefined) return known;
  const fresh: Queue = { papers: [], listeners: new Set() };
  queues.set(ballotId, fresh);
  return fresh;
}

function change(ballotId: string, papers: readonly SentPaper[]): void {
  const queue = queueOf(ballotId);
  queue.papers = papers;
  for (const listener of queue.listeners) listener();
}

function mark(ballotId: string, commandId: string, words: Partial<SentPaper>): void {
  change(
    ballotId,
    queueOf(ballotId).papers.map((one) => (one.commandId === commandId ? { ...one, ...words } : one)),
  );
}

/** Puts a paper on its way. `onAnswer` is called when it is known what became of it. */
export function sendPaper(ballotId: string, title: string, paper: PaperToRead, onAnswer: () => void): void {
  const one: SentPaper = {
    commandId: newCommandId(),
    title,
    paper,
    state: 'sending',
    problem: null,
    knownMs: 0,
  };
  // The same paper read again takes the place of what was said of it before.
  const others = queueOf(ballotId).papers.filter(
    (other) => other.paper.ref !== paper.ref || isOnItsWay(other),
  );
  change(ballotId, [one, ...others].slice(0, kept));
  void deliver(ballotId, one, onAnswer);
}

async function deliver(ballotId: string, one: SentPaper, onAnswer: () => void): Promise<void> {
  try {
    const reply = await readPapers(ballotId, { commandId: one.commandId, papers: [one.paper] });
    const [outcome] = reply.papers;
    mark(ballotId, one.commandId, {
      state: outcome?.state ?? 'refused',
      problem: outcome?.problem ?? null,
      knownMs: Date.now(),
    });
    onAnswer();
  } catch (error) {
    if (error instanceof NoAnswerError) {
      mark(ballotId, one.commandId, { state: 'unsent' });
      setTimeout(() => void deliver(ballotId, one, onAnswer), triesAgainMs);
      return;
    }
    const problem = error instanceof ProblemError ? error.problem.detail : null;
    mark(ballotId, one.commandId, { state: 'refused', problem });
    onAnswer();
  }
}

/** Has the server taken it? From then on somebody else may change how it stands. */
export function isTaken({ state }: SentPaper): boolean {
  return state !== 'sending' && state !== 'unsent' && state !== 'refused';
}

/** How papers stand by now; what was asked for before a paper was taken says nothing of it. */
export function noteStandings(
  ballotId: string,
  standings: ReadonlyMap<string, 'one-reading' | 'agreed' | 'differs' | 'none'>,
  askedMs: number,
): void {
  const { papers } = queueOf(ballotId);
  const noted = papers.map((one) => {
    const state = standings.get(one.paper.ref);
    return state === undefined || state === one.state || !isTaken(one) || one.knownMs > askedMs
      ? one
      : { ...one, state, knownMs: askedMs };
  });
  if (noted.some((one, at) => one !== papers[at])) change(ballotId, noted);
}

function isOnItsWay({ state }: SentPaper): boolean {
  return state === 'sending' || state === 'unsent';
}

export function useSentPapers(ballotId: string): readonly SentPaper[] {
  const queue = queueOf(ballotId);
  const papers = useSyncExternalStore(
    (listener) => {
      queue.listeners.add(listener);
      return () => queue.listeners.delete(listener);
    },
    () => queue.papers,
  );
  const waits = papers.some(isOnItsWay);
  useEffect(() => {
    if (!waits) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [waits]);
  return papers;
}
