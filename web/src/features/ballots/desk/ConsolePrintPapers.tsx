import { PrinterOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { problemWords } from '../../../console/look/states.tsx';
import { type BallotView, doEntry, newCommandId } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { newSerial } from '../paper-serial.ts';
import { ConsoleFindEntry } from './ConsoleFindEntry.tsx';
import { ConsolePaperSheet } from './ConsolePaperSheet.tsx';
import { deskPhrases } from './desk-phrases.ts';
import type { DeskPaper } from './desk-queries.ts';
import { useEntryTitle } from './paper-words.ts';

/** Papers for those who asked for one: added, printed together, and noted once they are in their hands. */
export function ConsolePrintPapers({ ballot, roll }: { ballot: BallotView; roll: readonly DeskPaper[] }) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<{ entry: DeskPaper; serial: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const add = (entry: DeskPaper) =>
    setChosen((before) =>
      before.some((one) => one.entry.ref === entry.ref)
        ? before
        : [...before, { entry, serial: newSerial(before.map(({ serial }) => serial)) }],
    );
  const serve = async () => {
    setBusy(true);
    try {
      for (const { entry } of chosen)
        await doEntry(ballot.ballotId, entry.ref, 'serve', { commandId: newCommandId() });
      message.success(t('servedDone', { n: chosen.length }));
      setChosen([]);
    } catch (error) {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    }
    setBusy(false);
  };
  return (
    <section className="desk-print" aria-label={t('tabPrint')}>
      <div className="desk-print-deeds">
        <p>{t('printLead')}</p>
        {ballot.secret ? <p>{t('printLeadSecret')}</p> : null}
        <ConsoleFindEntry
          title={t('addWhich')}
          hint={t('addHint')}
          deed={t('add')}
          roll={roll}
          onFound={add}
        />
        <p role="status" className="soft">
          {chosen.length === 0 ? t('toPrintNone') : t('toPrint', { n: chosen.length })}
        </p>
        {chosen.length === 0 ? null : (
          <>
            <ul className="desk-chosen">
              {chosen.map(({ entry }) => {
                const title = titleOf(entry);
                return (
                  <li key={entry.ref} className="tag">
                    {title}
                    <Button
                      type="text"
                      size="small"
                      aria-label={t('remove', { title })}
                      onClick={() => setChosen(chosen.filter((one) => one.entry !== entry))}
                    >
                      ×
                    </Button>
                  </li>
                );
              })}
            </ul>
            <div className="desk-paper-foot">
              <Button type="primary" size="large" icon={<PrinterOutlined />} onClick={() => window.print()}>
                {t('print', { n: chosen.length })}
              </Button>
              <Button size="large" loading={busy} onClick={() => void serve()}>
                {t('served')}
              </Button>
            </div>
            <p className="soft">{t('servedHelp')}</p>
          </>
        )}
      </div>
      <div className="desk-sheets">
        {chosen.map(({ entry, serial }) => (
          <ConsolePaperSheet key={entry.ref} ballot={ballot} entry={entry} serial={serial} />
        ))}
      </div>
    </section>
  );
}
