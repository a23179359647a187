import { useCallback, useEffect, useRef, useState } from 'react';
import { isReachable, ProblemError, useReachable } from '../../ui/api/index.ts';
import type { OutboxPhoto } from '../../ui/api/outbox.ts';

export type UploadState = { kind: 'waiting' } | { kind: 'sending'; percent: number } | { kind: 'sent' };

export interface UploadedChange {
  photoId?: string;
  uploadUrl?: string;
  refusal?: string;
}

/**
 * Sends photos while the words are still being written, two at a time. What breaks off goes on when the network
 * is back; what is left over when the report goes is taken along by the outbox.
 */
export function usePhotoUploads(
  photos: readonly (OutboxPhoto & { refusal: string | null })[],
  city: string | null,
  onChange: (key: string, change: UploadedChange) => void,
): { stateOf: (key: string) => UploadState; retry: () => void; stop: () => void } {
  const reachable = useReachable();
  const [percents, setPercents] = useState<Record<string, number>>({});
  const [round, setRound] = useState(0);
  const running = useRef(new Map<string, AbortController>());
  const broken = useRef(new Set<string>());
  const stopped = useRef(false);
  const told = useRef(onChange);
  useEffect(() => {
    told.current = onChange;
  });

  const begin = useCallback(async (photo: OutboxPhoto, inCity: string | null) => {
    const abort = new AbortController();
    running.current.set(photo.key, abort);
    const { key } = photo;
    const show = (percent: number | null) =>
      setPercents(({ [key]: _, ...rest }) => (percent === null ? rest : { ...rest, [key]: percent }));
    show(0);
    try {
      const { uploadPhoto } = await import('../../ui/api/photo-upload.ts');
      const { photoId } = await uploadPhoto({
        blob: photo.blob,
        city: inCity,
        uploadUrl: photo.uploadUrl,
        keepUrl: (uploadUrl) => told.current(key, { uploadUrl }),
        onProgress: (share) => show(Math.floor(share * 100)),
        signal: abort.signal,
      });
      if (!abort.signal.aborted) told.current(key, { photoId });
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error instanceof ProblemError && error.status < 500 && error.status !== 429) {
        told.current(key, { refusal: error.problem.detail });
      } else broken.current.add(key);
    } finally {
      running.current.delete(key);
      show(null);
      setRound((before) => before + 1);
    }
  }, []);

  useEffect(() => {
    if (round < 0 || !reachable || stopped.current) return;
    for (const photo of photos) {
      if (running.current.size >= 2) return;
      if (photo.photoId !== null || photo.refusal !== null) continue;
      if (running.current.has(photo.key) || broken.current.has(photo.key)) continue;
      void begin(photo, city);
    }
  }, [photos, reachable, city, begin, round]);

  // The network is back: what broke off may go again.
  useEffect(() => {
    if (!reachable) return;
    broken.current.clear();
    setRound((before) => before + 1);
  }, [reachable]);

  useEffect(() => {
    const all = running.current;
    stopped.current = false;
    return () => {
      stopped.current = true;
      for (const abort of all.values()) abort.abort();
    };
  }, []);

  return {
    stateOf: (key) => {
      const percent = percents[key];
      if (percent !== undefined) return { kind: 'sending', percent };
      const photo = photos.find((one) => one.key === key);
      return photo?.photoId ? { kind: 'sent' } : { kind: 'waiting' };
    },
    retry: () => {
      broken.current.clear();
      if (isReachable()) setRound((before) => before + 1);
    },
    stop: () => {
      stopped.current = true;
      for (const abort of running.current.values()) abort.abort();
    },
  };
}
