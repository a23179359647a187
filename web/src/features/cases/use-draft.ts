import { useCallback, useEffect, useRef, useState } from 'react';
import { outbox } from '../../resident/offline/outbox.ts';
import { currentCity } from '../../ui/api/index.ts';
import { createDraftStore } from './draft-store.ts';
import { hasContent, newDraft, type ReportDraft } from './report-draft.ts';

const store = createDraftStore('linli-resident-drafts');
const saveAfterMs = 250;

export interface DraftHandle {
  /** Null while it is being looked up. */
  draft: ReportDraft | null;
  /** It was begun on an earlier visit. */
  wasKept: boolean;
  change: (change: Partial<ReportDraft> | ((draft: ReportDraft) => Partial<ReportDraft>)) => void;
  /** Forgets it and begins a new one. */
  startOver: () => Promise<void>;
  /** It was handed over (sent or waiting): nothing is kept here any more. */
  handOver: () => Promise<void>;
  /** What was typed, as it is now, without waiting for a drawing. */
  now: () => ReportDraft | null;
}

/** A draft of one kind, kept on the device a moment after every change and when the page is left. */
export function useDraft(kind: string): DraftHandle {
  const [draft, setDraft] = useState<ReportDraft | null>(null);
  const [wasKept, setWasKept] = useState(false);
  const latest = useRef<ReportDraft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback(async () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const present = latest.current;
    if (present === null) return;
    // No storage (private window): the page itself still holds it.
    await (hasContent(present) ? store.save(present) : store.discard(present.kind)).catch(() => undefined);
  }, []);

  useEffect(() => {
    let stopped = false;
    void loadDraft(kind).then((kept) => {
      if (stopped) return;
      const begun = kept ?? newDraft(kind, currentCity(), Date.now());
      latest.current = begun;
      setWasKept(kept !== null);
      setDraft(begun);
    });
    const onHide = () => {
      if (document.hidden) void save();
    };
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', save);
    return () => {
      stopped = true;
      void save();
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', save);
    };
  }, [kind, save]);

  const change = useCallback<DraftHandle['change']>(
    (asked) => {
      const before = latest.current;
      if (before === null) return;
      const next = {
        ...before,
        ...(typeof asked === 'function' ? asked(before) : asked),
        updatedAt: Date.now(),
      };
      latest.current = next;
      setDraft(next);
      timer.current ??= setTimeout(() => void save(), saveAfterMs);
    },
    [save],
  );

  const forget = useCallback(async () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    latest.current = null;
    await store.discard(kind).catch(() => undefined);
  }, [kind]);

  const startOver = useCallback(async () => {
    const before = latest.current;
    await forget();
    const fresh = newDraft(kind, currentCity(), Date.now());
    // Still standing at the spot whose code was scanned.
    if (before?.place?.from === 'spot') Object.assign(fresh, { place: before.place });
    latest.current = fresh;
    setWasKept(false);
    setDraft(fresh);
  }, [forget, kind]);

  return { draft, wasKept, change, startOver, handOver: forget, now: () => latest.current };
}

/** A draft whose command is already on its way was handed over; the page died before it could forget it. */
async function loadDraft(kind: string): Promise<ReportDraft | null> {
  try {
    const kept = await store.load(kind);
    if (kept === undefined) return null;
    // Begun in another city: its places and categories are unknown here.
    if (kept.city !== null && currentCity() !== null && kept.city !== currentCity()) return null;
    const [waiting, sent] = await Promise.all([outbox.list(), outbox.listSent()]);
    if ([...waiting, ...sent].some((one) => one.commandId === kept.commandId)) {
      await store.discard(kind);
      return null;
    }
    return kept;
  } catch {
    return null;
  }
}

/** Puts something that was refused back where it can be changed. */
export async function saveDraft(draft: ReportDraft): Promise<void> {
  await store.save(draft);
}
