import { Button } from 'antd';
import { commonVerbs, mostSelected } from '../../console/cases/use-case-list.ts';
import type { CaseSummary, VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { KeyHint } from './ConsoleCaseLine.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** Stands at the foot of a list while something is selected: what can be done to all of it. */
export function ConsoleBulkBar({
  chosen,
  onBegin,
  onClear,
}: {
  chosen: CaseSummary[];
  onBegin: (verb: VerbView) => void;
  onClear: () => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  if (chosen.length === 0) return null;
  const verbs = commonVerbs(chosen);
  const tooMany = chosen.length > mostSelected;
  return (
    <section className="bulk-bar" aria-label={t('selected', { n: chosen.length })}>
      <strong className="figures" aria-live="polite">
        {t('selected', { n: chosen.length })}
      </strong>
      <div className="verbs">
        {tooMany ? (
          <span>{t('selectedTooMany')}</span>
        ) : verbs.length === 0 ? (
          <span>{t('noCommonVerb')}</span>
        ) : (
          verbs.map((verb) => (
            <Button key={verb.verb} onClick={() => onBegin(verb)}>
              {label(verb.title)}
              <KeyHint verb={verb} />
            </Button>
          ))
        )}
      </div>
      <Button type="text" onClick={onClear}>
        {t('clearSelection')}
      </Button>
    </section>
  );
}
