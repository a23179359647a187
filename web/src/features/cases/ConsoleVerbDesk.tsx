import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { lazy, type PropsWithChildren, Suspense, useEffect, useMemo, useState } from 'react';
import { refreshLists, showCase } from '../../console/cases/case-cache.ts';
import { currentCase } from '../../console/cases/current-case.ts';
import { type Told, type VerbDesk, VerbDeskContext } from '../../console/cases/desk.ts';
import { emptyDraft, needsForm, requestOf } from '../../console/cases/verb-request.ts';
import { tendWaiting, type WaitingVerb, waitWith } from '../../console/field/waiting.ts';
import { problemWords } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import {
  type CaseSummary,
  type CaseView,
  doVerb,
  NoAnswerError,
  newCommandId,
  ProblemError,
  type VerbView,
} from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import type { OpenForm } from './ConsoleVerbForm.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** Not part of the first page; it comes right after it, so that it is there when signal is not. */
const ConsoleVerbForm = lazy(() => import('./ConsoleVerbForm.tsx'));

/** Holds the one form that may be open, does what needs no form at once, and tells what became of it. */
export function ConsoleVerbDesk({ children }: PropsWithChildren) {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  const client = useQueryClient();
  const session = useStaffSession();
  const { message, notification } = App.useApp();
  const [form, setForm] = useState<OpenForm | null>(null);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const personId = session.person.personId;

  useEffect(
    () =>
      tendWaiting(personId, (reply) => {
        showCase(client, personId, reply.case);
        refreshLists(client);
      }),
    [client, personId],
  );

  const desk = useMemo<VerbDesk>(() => {
    const finished = (one: CaseSummary, verb: VerbView, view: CaseView) => {
      showCase(client, personId, view);
      refreshLists(client);
      message.success(t('done', { number: one.number, verb: label(verb.title) }));
    };
    const atOnce = async (one: CaseSummary, verb: VerbView, told: Told = {}) => {
      const commandId = newCommandId();
      const body = requestOf(verb, emptyDraft, one.seq);
      setBusy((now) => new Set([...now, one.caseId]));
      try {
        const reply = await doVerb(one.caseId, verb.verb, { ...body, commandId });
        finished(one, verb, reply.case);
        told.onDone?.(reply.case);
      } catch (error) {
        if (error instanceof NoAnswerError) {
          // Whether it arrived is unknown, so it waits under the same command id.
          await waitWith({
            commandId,
            city: session.city.key,
            person: personId,
            caseId: one.caseId,
            verb: verb.verb,
            title: `${one.number} · ${label(verb.title)}`,
            body,
            photos: [],
          });
          message.info(t('waitingTold', { verb: label(verb.title) }));
          told.onDone?.(null);
          return;
        }
        const view = currentCase(error);
        if (view !== null) {
          setForm({ one, verb, told, conflict: view });
          return;
        }
        if (error instanceof ProblemError) refreshLists(client);
        const words = problemWords(error, t('noAnswer'));
        notification.warning({
          title: `${t('notDone', { number: one.number })}${marks.colon}${words.title}`,
          description: words.detail,
          role: 'alert',
        });
      } finally {
        setBusy((now) => new Set([...now].filter((id) => id !== one.caseId)));
      }
    };
    return {
      busy,
      begin(one, verb, told) {
        if (busy.has(one.caseId)) return;
        if (needsForm(verb)) setForm({ one, verb, told });
        else void atOnce(one, verb, told);
      },
      takeUp(waiting: WaitingVerb) {
        const view = waiting.refusal === null ? null : currentCase(new ProblemError(waiting.refusal));
        const one =
          view ?? client.getQueryData<{ data: { case: CaseView } }>(['case', waiting.caseId])?.data.case;
        if (one === undefined || one === null) return;
        const verb = one.verbs.find((offer) => offer.verb === waiting.verb);
        setForm({
          one,
          verb: verb ?? goneVerb(waiting),
          waiting,
          ...(view === null ? {} : { conflict: view }),
        });
      },
    };
  }, [busy, client, label, marks, message, notification, personId, session.city.key, t]);

  return (
    <VerbDeskContext value={desk}>
      {children}
      <Suspense fallback={null}>
        <ConsoleVerbForm
          form={form}
          onClose={() => setForm(null)}
          onDone={(one, verb, view) => {
            setForm(null);
            if (view === null) {
              message.info(t('waitingTold', { verb: label(verb.title) }));
            } else {
              showCase(client, personId, view);
              refreshLists(client);
              message.success(t('done', { number: one.number, verb: label(verb.title) }));
            }
          }}
        />
      </Suspense>
    </VerbDeskContext>
  );
}

/** A verb that is no longer offered is still shown by the words it was done with. */
function goneVerb(waiting: WaitingVerb): VerbView {
  const words = waiting.title.split(' · ').at(-1) ?? waiting.verb;
  return {
    verb: waiting.verb,
    title: { zh: words, en: words },
    primary: false,
    reason: 'optional',
    asks: [],
    to: [],
    choices: [],
  };
}
