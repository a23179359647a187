import type { NormView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { normPhrases } from './norm-phrases.ts';
import { countedValue, useBoundsWords, valueWords } from './norm-words.ts';
import { layTrend } from './trend-line.ts';

const box = { width: 300, height: 76 };
const edge = 8;

/** The value over the last year as a plain line with the aim beside it; the same as a table for whoever reads figures. */
export function ConsoleNormTrend({ norm }: { norm: NormView }) {
  const t = usePhrases(normPhrases);
  const label = useLabel();
  const boundsWords = useBoundsWords();
  const { trend, isShare, bounds } = norm;
  const line = layTrend(
    trend.map((point) => ({ on: point.on, value: countedValue(point, isShare) })),
    [bounds.min, bounds.max].filter((bound) => bound !== null),
    box,
  );
  const [first] = trend;
  const last = trend.at(-1);
  const end = line.points.at(-1);
  if (first === undefined || last === undefined || end === undefined) return null;
  return (
    <figure className="norm-trend">
      <figcaption className="soft">{t('trend')}</figcaption>
      <svg
        role="img"
        aria-label={t('trendOf', {
          title: label(norm.title),
          from: first.on,
          first: valueWords(first, isShare),
          to: last.on,
          last: valueWords(last, isShare),
        })}
        viewBox={`${-edge} ${-edge} ${box.width + 2 * edge} ${box.height + 2 * edge}`}
        preserveAspectRatio="none"
      >
        {[...new Set(line.aimYs)].map((y) => (
          <line key={y} className="norm-aim" x1={0} x2={box.width} y1={y} y2={y} />
        ))}
        <polyline className="norm-line" points={line.points.map(({ x, y }) => `${x},${y}`).join(' ')} />
        <line className="norm-dot" x1={end.x} x2={end.x} y1={end.y} y2={end.y} />
      </svg>
      <p className="norm-trend-ends soft figures">
        <span>{first.on}</span>
        <span>
          {t('target')} {boundsWords(bounds, isShare)}
        </span>
        <span>{last.on}</span>
      </p>
      <details>
        <summary>{t('trendTable')}</summary>
        <table className="norm-table">
          <thead>
            <tr>
              <th scope="col">{t('month')}</th>
              <th scope="col">{t('value')}</th>
              <th scope="col">{t('keptOf')}</th>
            </tr>
          </thead>
          <tbody>
            {trend.map((point) => (
              <tr key={point.on}>
                <th scope="row" className="figures">
                  {point.on}
                </th>
                <td className="figures">{valueWords(point, isShare)}</td>
                <td className="figures">{t('ofAll', { n: point.kept, of: point.asked })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
