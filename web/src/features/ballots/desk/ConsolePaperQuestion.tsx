import { Button, Input } from 'antd';
import { useState } from 'react';
import type { BallotView } from '../../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../../ui/i18n/index.ts';
import { deskPhrases } from './desk-phrases.ts';
import {
  abstainKey,
  answered,
  chooseOption,
  giveReason,
  invalidKey,
  mayTakeSeveral,
  optionsOf,
  type PaperDraft,
  withAnswer,
} from './paper-draft.ts';

type Question = BallotView['questions'][number];

/** One question as it stands on the paper, each option with the key that chooses it. */
export function ConsolePaperQuestion({
  questions,
  question,
  index,
  draft,
  reasons,
  onDraft,
}: {
  questions: readonly Question[];
  question: Question;
  index: number;
  draft: PaperDraft;
  reasons: readonly string[];
  onDraft: (draft: PaperDraft) => void;
}) {
  const t = usePhrases(deskPhrases);
  const marks = useMarks();
  const isHere = draft.at === index || (draft.asksReason === 'paper' && index === 0);
  const answer = draft.answers[question.key];
  const asks = isHere && draft.asksReason !== null;
  const here = { ...draft, at: index };
  return (
    <fieldset className="desk-question" data-here={isHere || undefined}>
      <legend>{t('questionOf', { n: index + 1, title: question.title })}</legend>
      {mayTakeSeveral(question) && question.form === 'options' ? (
        <p className="soft">{t('upTo', { n: question.choose.max })}</p>
      ) : null}
      {question.form === 'text' ? (
        <TextLines
          most={question.choose.max}
          answer={Array.isArray(answer) ? answer : []}
          onAnswer={(lines) => onDraft(withAnswer(here, question, lines))}
          onNext={() => onDraft({ ...here, at: index + 1 })}
        />
      ) : null}
      <div className="desk-options">
        {question.form === 'text'
          ? null
          : optionsOf(question).map(({ key, option, title }) => (
              <OptionButton
                key={option}
                hint={isHere && !asks ? key : ''}
                title={title}
                isChosen={Array.isArray(answer) && option !== null && answer.includes(option)}
                onPress={() => {
                  if (option !== null) onDraft(chooseOption(questions, here, question, option));
                }}
              />
            ))}
        <OptionButton
          hint={isHere && !asks ? (question.form === 'motion' ? '3' : abstainKey) : ''}
          title={t('abstain')}
          isChosen={Array.isArray(answer) && answer.length === 0}
          onPress={() => onDraft(answered(here, question, []))}
        />
        <OptionButton
          hint={isHere && !asks ? invalidKey : ''}
          title={
            answer === 'invalid'
              ? `${t('invalid')}${marks.colon}${draft.reasons[question.key] ?? ''}`
              : t('invalid')
          }
          isChosen={answer === 'invalid'}
          onPress={() => onDraft({ ...here, asksReason: 'question' })}
        />
      </div>
      {question.form !== 'motion' && isHere && !asks && Array.isArray(answer) && answer.length > 0 ? (
        <Button onClick={() => onDraft({ ...here, at: index + 1 })}>{t('next')}</Button>
      ) : null}
      {asks ? (
        <Reasons
          title={draft.asksReason === 'paper' ? t('wholePaper') : t('why')}
          reasons={reasons}
          onReason={(reason) => onDraft(giveReason(questions, draft, reason))}
        />
      ) : null}
    </fieldset>
  );
}

function OptionButton({
  hint,
  title,
  isChosen,
  onPress,
}: {
  hint: string;
  title: string;
  isChosen: boolean;
  onPress: () => void;
}) {
  return (
    <button type="button" className="desk-option" aria-pressed={isChosen} onClick={onPress}>
      <span className="desk-key" aria-hidden="true">
        {hint}
      </span>
      <span>{title}</span>
    </button>
  );
}

function Reasons({
  title,
  reasons,
  onReason,
}: {
  title: string;
  reasons: readonly string[];
  onReason: (reason: string) => void;
}) {
  const t = usePhrases(deskPhrases);
  const [own, setOwn] = useState('');
  return (
    <fieldset className="desk-reasons">
      <legend>{title}</legend>
      <div className="desk-options">
        {reasons.map((reason, index) => (
          <OptionButton
            key={reason}
            hint={String(index + 1)}
            title={reason}
            isChosen={false}
            onPress={() => onReason(reason)}
          />
        ))}
      </div>
      <div className="desk-own-reason">
        <Input
          aria-label={t('reasonOwn')}
          placeholder={t('reasonOwn')}
          maxLength={200}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
          onPressEnter={(event) => {
            event.preventDefault();
            if (own.trim() !== '') onReason(own.trim());
          }}
        />
        <Button disabled={own.trim() === ''} onClick={() => onReason(own.trim())}>
          {t('useReason')}
        </Button>
      </div>
    </fieldset>
  );
}

function TextLines({
  most,
  answer,
  onAnswer,
  onNext,
}: {
  most: number;
  answer: readonly string[];
  onAnswer: (lines: string[]) => void;
  onNext: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const [lines, setLines] = useState<string[]>(Array.from({ length: most }, (_, at) => answer[at] ?? ''));
  return (
    <div className="desk-lines">
      {lines.map((line, at) => (
        <Input
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the paper
          key={at}
          aria-label={t('lineN', { n: at + 1 })}
          placeholder={t('lineN', { n: at + 1 })}
          maxLength={500}
          value={line}
          onPressEnter={(event) => {
            event.preventDefault();
            const below = event.currentTarget.nextElementSibling;
            if (below instanceof HTMLInputElement && line.trim() !== '') below.focus();
            else if (answer.length > 0) onNext();
          }}
          onChange={(event) => {
            const next = lines.map((one, index) => (index === at ? event.target.value : one));
            setLines(next);
            // Blanks and line ends differ from one hand to the next and mean nothing.
            onAnswer(next.map((one) => one.trim().replace(/\s+/g, ' ')).filter((one) => one !== ''));
          }}
        />
      ))}
    </div>
  );
}
