import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { getImportFaults, type ImportFault, markedFilePath } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { importPhrases } from './import-phrases.ts';

const blockRows = 100;
const lineHeightPx = 62;

/**
 * Every fault, as one reads the file. Ten thousand lines are fine: blocks of a hundred are fetched and drawn when they
 * come near the window, and become room of the same height when they leave it.
 */
export function ConsoleImportFaults({
  importId,
  total,
  count,
}: {
  importId: string;
  total: number;
  count: number;
}) {
  const t = usePhrases(importPhrases);
  const blocks = Math.ceil(total / blockRows);
  return (
    <section aria-labelledby="import-faults">
      <div className="section-head">
        <div>
          <h2 id="import-faults">{t('faults', { n: count.toLocaleString('en') })}</h2>
          <p className="soft">
            {t('faultsLead')} {count > total ? t('faultsShown', { n: total.toLocaleString('en') }) : null}
          </p>
        </div>
        <Button href={markedFilePath(importId)} download>
          {t('marked')}
        </Button>
      </div>
      <div className="faults-frame">
        <table className="faults">
          <thead className="faults-head">
            <tr>
              <th scope="col" className="fault-cell fault-where">
                {t('where')}
              </th>
              <th scope="col" className="fault-cell fault-value">
                {t('value')}
              </th>
              <th scope="col" className="fault-cell">
                {t('what')}
              </th>
              <th scope="col" className="fault-cell">
                {t('mend')}
              </th>
            </tr>
          </thead>
          {Array.from({ length: blocks }, (_, index) => index * blockRows).map((from) => (
            <Block key={from} importId={importId} from={from} rows={Math.min(blockRows, total - from)} />
          ))}
        </table>
      </div>
    </section>
  );
}

function Block({ importId, from, rows }: { importId: string; from: number; rows: number }) {
  const t = usePhrases(importPhrases);
  const body = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(from === 0);
  const [height, setHeight] = useState(rows * lineHeightPx);
  useEffect(() => {
    const element = body.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        // Remembered before it is emptied, so that nothing jumps.
        if (!entry.isIntersecting && entry.boundingClientRect.height > lineHeightPx) {
          setHeight(entry.boundingClientRect.height);
        }
        setNear(entry.isIntersecting);
      },
      { rootMargin: '1200px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const faults = useQuery({
    queryKey: ['import-faults', importId, from],
    queryFn: ({ signal }) => getImportFaults(importId, { from, limit: blockRows }, signal),
    enabled: isNear,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <tbody ref={body} className="faults-block">
      {isNear && faults.data !== undefined ? (
        faults.data.faults.map((fault) => <FaultLine key={fault.faultNumber} fault={fault} />)
      ) : (
        <tr className="faults-room">
          <td colSpan={4} style={{ height }}>
            {faults.isError ? (
              <Button size="small" onClick={() => void faults.refetch()}>
                {t('blockFailed')} · {t('retry')}
              </Button>
            ) : null}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function FaultLine({ fault: { sheet, row, column, heading, value, what, mend } }: { fault: ImportFault }) {
  const t = usePhrases(importPhrases);
  return (
    <tr className="fault-line">
      <th scope="row" className="fault-cell">
        {row === null
          ? (sheet ?? t('wholeFile'))
          : `${sheet === null ? '' : `${sheet} · `}${t('row', { row })}`}
        {heading === null && column === null ? null : (
          <span className="soft">
            {column} {heading}
          </span>
        )}
      </th>
      <td className="fault-cell fault-value">{value}</td>
      <td className="fault-cell fault-what">{what}</td>
      <td className="fault-cell">{mend}</td>
    </tr>
  );
}
