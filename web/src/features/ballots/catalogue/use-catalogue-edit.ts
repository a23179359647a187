import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../../console/command-id.ts';
import { problemWords } from '../../../console/look/states.tsx';
import {
  type CatalogueView,
  type EditCatalogue,
  editCatalogue,
  ProblemError,
} from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { cataloguePhrases } from './catalogue-phrases.ts';

export type CatalogueEdit = NonNullable<EditCatalogue['edits']>[number];

export const catalogueKey = (ballotId: string, question: string | undefined) =>
  ['ballot', ballotId, 'catalogue', question ?? ''] as const;

/** Each edit is a version of its own and is on the page when the server has it. */
export function useCatalogueEdit(ballotId: string, asked: string | undefined, catalogue: CatalogueView) {
  const t = usePhrases(cataloguePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  return useMutation({
    mutationFn: (words: { edits?: CatalogueEdit[]; confirm?: boolean }) => {
      const body = { question: catalogue.question, version: catalogue.version, ...words };
      return editCatalogue(ballotId, { ...body, commandId: commandIdFor(body) });
    },
    onSuccess: (view) => {
      client.setQueryData(catalogueKey(ballotId, asked), view);
      void client.invalidateQueries({ queryKey: ['ballot', ballotId] });
      message.success(t('saved'));
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 409) {
        void client.invalidateQueries({ queryKey: catalogueKey(ballotId, asked) });
        message.warning(t('changedMeanwhile'));
        return;
      }
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
  });
}
