import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../console/command-id.ts';
import { type BallotVerbRequest, type BallotView, doBallotVerb, ProblemError } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { ballotVerbPhrases } from './ballot-verb-phrases.ts';

export type VerbBody = Omit<BallotVerbRequest, 'commandId' | 'seq'>;

/** Shows a ballot that came back at once, and looks at all again that may have followed from it. */
export function useBallotCame(): (ballot: BallotView) => void {
  const client = useQueryClient();
  const locale = useLocale();
  return (ballot) => {
    client.setQueryData(['ballot', ballot.ballotId, locale], ballot);
    void client.invalidateQueries({ queryKey: ['ballots'] });
    void client.invalidateQueries({ queryKey: ['ballot-history', ballot.ballotId] });
  };
}

/** Takes a step of a ballot. Where it has moved on meanwhile, the present state is read, and what was typed stays. */
export function useBallotVerb(ballot: BallotView, onDone: () => void) {
  const t = usePhrases(ballotVerbPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const came = useBallotCame();
  return useMutation({
    mutationFn: ({ verb, ...body }: VerbBody & { verb: string }) => {
      const words = { ...body, seq: ballot.seq };
      return doBallotVerb(ballot.ballotId, verb, { ...words, commandId: commandIdFor({ verb, words }) });
    },
    onSuccess: (reply) => {
      came(reply.ballot);
      message.success(t('done'));
      onDone();
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 409)
        void client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
    },
  });
}
