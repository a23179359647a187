import type { PowerRowView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { powerConsolePhrases } from './console-phrases.ts';

/** What an item says: whose it is, on what basis, from when to when, and what it concerns. */
export function PowerFacts({ row }: { row: PowerRowView }) {
  const t = usePhrases(powerConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  const facts: [string, string][] = [
    [t('basis'), row.basis],
    [
      t('since'),
      row.validTo === null
        ? t('fromDay', { from: row.validFrom })
        : t('fromTo', { from: row.validFrom, to: row.validTo }),
    ],
    [
      t('whose'),
      row.orgKind === null ? t('everyOrg', { level: label(row.level.title) }) : label(row.orgKind.title),
    ],
  ];
  if (row.lead !== null) {
    facts.push([t(row.list === 'taken-back' ? 'doesItNow' : 'leads'), label(row.lead.title)]);
  }
  facts.push(
    [t('where'), row.area.name],
    [t('problems'), marks.listed(row.categories.map(({ title }) => label(title))) || t('noProblems')],
  );
  if (row.handedDown !== null) facts.push([t('handedDown'), row.handedDown]);
  return (
    <dl className="power-facts">
      {facts.map(([title, words]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
