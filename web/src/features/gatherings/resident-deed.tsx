import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { type GatheringReply, newCommandId, ProblemError } from '../../ui/api/index.ts';
import { ErrorNotice } from '../../ui/kit/index.ts';
import { ResidentSignIn } from '../session/ResidentSignIn.tsx';

export const gatheringKey = (gatheringId: string) => ['gatherings', 'one', gatheringId] as const;

/**
 * One deed of a resident: sent once however often it is pressed, asks to sign in where that is needed and goes on
 * afterwards, says what went wrong in place.
 */
export function useResidentDeed<Reply>(
  send: (commandId: string) => Promise<Reply>,
  onDone?: (reply: Reply) => void,
) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [signingIn, setSigningIn] = useState(false);
  const commandId = useRef<string | null>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    commandId.current ??= newCommandId();
    try {
      const reply = await send(commandId.current);
      commandId.current = null;
      const gathering = (reply as Partial<GatheringReply>).gathering;
      if (gathering !== undefined) client.setQueryData(gatheringKey(gathering.gatheringId), reply);
      void client.invalidateQueries({ queryKey: ['gatherings'] });
      onDone?.(reply);
    } catch (failure) {
      if (failure instanceof ProblemError) commandId.current = null;
      if (failure instanceof ProblemError && failure.code === 'sign-in-required') setSigningIn(true);
      else setError(failure);
    }
    setBusy(false);
  };
  const notice: ReactNode = (
    <>
      {error !== null && <ErrorNotice error={error} />}
      {signingIn && (
        <ResidentSignIn
          onClose={() => setSigningIn(false)}
          onDone={() => {
            setSigningIn(false);
            void run();
          }}
        />
      )}
    </>
  );
  return { busy, error, run: () => void run(), notice };
}
