import { Due, When } from '../../console/look/Due.tsx';
import type { CaseView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** Who else owes a share of this case, by when, and what came of it. */
export function ConsoleCaseParts({ view }: { view: CaseView }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  if (view.parts.length === 0) return null;
  return (
    <section aria-labelledby="case-parts">
      <h2 id="case-parts">{t('parts')}</h2>
      <ul className="parts">
        {view.parts.map((part) => (
          <li key={part.partId} data-signed={part.signedAt !== null}>
            <div>
              <p className="part-task">{part.task}</p>
              <p className="soft">
                {part.holder.orgName} · {part.holder.name ?? t('vacant')} {label(part.holder.roleTitle)}
              </p>
              {part.result === null ? null : <p className="part-result">{part.result}</p>}
            </div>
            <div className="part-state">
              {part.signedAt === null ? (
                <>
                  <span className="tag">{t('partOpen')}</span>
                  <Due one={{ dueAt: part.dueAt, isOver: part.isOver, paused: null, dueClockTitle: null }} />
                </>
              ) : (
                <>
                  <span className="tag tag-good">{t('partDone')}</span>
                  <span className="soft">
                    <When at={part.signedAt} />
                  </span>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
