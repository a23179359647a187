import { Input } from 'antd';
import type { BallotView } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { ballotPhrases } from '../ballot-phrases.ts';
import { squareMetres } from '../ballot-words.ts';
import {
  countOf,
  itemsOf,
  nothing,
  rowOf,
  sumOf,
  type TypedFigures,
  takesOne,
  tookPartRow,
} from './external-figures.ts';
import { externalPhrases } from './external-phrases.ts';

type Question = BallotView['questions'][number];

/** All figures as a table to type into, each sum beside what it has to be. */
export function ConsoleFigures({
  questions,
  figures,
  onChange,
}: {
  questions: readonly Question[];
  figures: TypedFigures;
  onChange: (figures: TypedFigures) => void;
}) {
  const t = usePhrases(externalPhrases);
  const words = usePhrases(ballotPhrases);
  const withArea = questions.some(({ rule }) => rule.measures.includes('area'));
  const row = (key: string, item: string) => (
    <FigureRow
      key={key}
      item={item}
      typed={figures[key] ?? nothing}
      withArea={withArea}
      onChange={(typed) => onChange({ ...figures, [key]: typed })}
    />
  );
  const head = (title: string) => (
    <thead>
      <tr>
        <th scope="col">{title}</th>
        <th scope="col">{t('heads')}</th>
        {withArea ? <th scope="col">{t('areaM2')}</th> : null}
      </tr>
    </thead>
  );
  return (
    <div className="external-figures">
      <table>
        <caption>{t('figures')}</caption>
        {head(t('item'))}
        <tbody>{row(tookPartRow, t('tookPart'))}</tbody>
      </table>
      {questions.map((question) => (
        <table key={question.key}>
          <caption>{question.title}</caption>
          {head(t('item'))}
          <tbody>
            {itemsOf(question).map((item) =>
              row(
                rowOf(question.key, item),
                item === 'abstained' || item === 'invalid'
                  ? words(item)
                  : (question.options.find(({ key }) => key === item)?.title ?? item),
              ),
            )}
          </tbody>
          <SumRow question={question} figures={figures} withArea={withArea} />
        </table>
      ))}
    </div>
  );
}

function FigureRow({
  item,
  typed,
  withArea,
  onChange,
}: {
  item: string;
  typed: { heads: string; area: string };
  withArea: boolean;
  onChange: (typed: { heads: string; area: string }) => void;
}) {
  const t = usePhrases(externalPhrases);
  const isWrong = countOf(typed) === undefined;
  return (
    <tr>
      <th scope="row">{item}</th>
      <td>
        <Input
          aria-label={t('headsOf', { item })}
          aria-invalid={isWrong}
          inputMode="numeric"
          autoComplete="off"
          status={isWrong ? 'error' : ''}
          value={typed.heads}
          onChange={(event) => onChange({ ...typed, heads: event.target.value })}
        />
      </td>
      {withArea ? (
        <td>
          <Input
            aria-label={t('areaOf', { item })}
            aria-invalid={isWrong}
            inputMode="decimal"
            autoComplete="off"
            status={isWrong ? 'error' : ''}
            value={typed.area}
            onChange={(event) => onChange({ ...typed, area: event.target.value })}
          />
        </td>
      ) : null}
    </tr>
  );
}

function SumRow({
  question,
  figures,
  withArea,
}: {
  question: Question;
  figures: TypedFigures;
  withArea: boolean;
}) {
  const t = usePhrases(externalPhrases);
  const locale = useLocale();
  const sum = sumOf(question, figures);
  const whole = countOf(figures[tookPartRow] ?? nothing, true);
  const fits = sum !== undefined && whole?.heads === sum.heads && whole.areaDm2 === sum.areaDm2;
  return (
    <tfoot>
      <tr>
        <th scope="row">
          {t('sum')}
          <span className={takesOne(question) && whole !== undefined && !fits ? 'external-wrong' : 'soft'}>
            {' '}
            {takesOne(question)
              ? whole === undefined
                ? null
                : t(fits ? 'sumFits' : 'sumDiffers')
              : t('several')}
          </span>
        </th>
        <td className="figures">{sum?.heads ?? '—'}</td>
        {withArea ? (
          <td className="figures">{sum === undefined ? '—' : squareMetres(sum.areaDm2, locale)}</td>
        ) : null}
      </tr>
    </tfoot>
  );
}
