import { Button } from 'antd';
import { RowsWhenNear } from '../../console/look/RowsWhenNear.tsx';
import { getImportFaults, type ImportFault, markedFilePath } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { importPhrases } from './import-phrases.ts';

const blockRows = 100;
const lineHeightPx = 62;

/** Every fault, as one reads the file; ten thousand lines are fine. */
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
            <RowsWhenNear
              key={from}
              queryKey={['import-faults', importId, from]}
              read={async (signal) =>
                (await getImportFaults(importId, { from, limit: blockRows }, signal)).faults
              }
              line={(fault) => <FaultLine key={fault.faultNumber} fault={fault} />}
              rows={Math.min(blockRows, total - from)}
              lineHeightPx={lineHeightPx}
              columns={4}
              isFirst={from === 0}
              className="faults-block"
              roomClassName="faults-room"
              failed={`${t('blockFailed')} · ${t('retry')}`}
            />
          ))}
        </table>
      </div>
    </section>
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
