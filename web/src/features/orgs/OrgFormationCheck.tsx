import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { LoadingLines } from '../../console/look/states.tsx';
import { checkFormations } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { orgConsolePhrases } from './console-phrases.ts';
import { type Org, type OrgKind, type OrgWords, sizeOf } from './org-words.ts';

const typingMs = 300;

/** What the rules of formation say of what is typed, while it is typed; it may be saved all the same. */
export function OrgFormationCheck({
  words,
  kind,
  org,
}: {
  words: OrgWords;
  kind: OrgKind | undefined;
  org: Org | null;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const size = sizeOf(words, kind);
  const query = useDebounced(
    JSON.stringify({
      kind: words.kind,
      areas: String(words.covers.length),
      ...(words.formation === null ? {} : { formation: words.formation }),
      ...(size.state === 'counted' ? { members: size.members.map(({ members }) => members).join(',') } : {}),
      ...(org === null ? {} : { org: org.orgId }),
    }),
    typingMs,
  );
  const found = useQuery({
    queryKey: ['orgs-formations', 'thought', query],
    queryFn: ({ signal }) => checkFormations(JSON.parse(query), signal),
    enabled: kind?.isSized === true,
    placeholderData: (before) => before,
  });
  const check = found.data?.checks[0];
  return (
    <aside className="org-check" aria-labelledby="org-check">
      <h3 id="org-check">{t('checkTitle')}</h3>
      <div aria-live="polite">
        {kind?.isSized !== true ? (
          <p className="soft">{t('checkNothing')}</p>
        ) : check === undefined ? (
          found.isError ? (
            <p>
              {t('checkFailed')} <Button onClick={() => void found.refetch()}>{t('checkAgain')}</Button>
            </p>
          ) : (
            <LoadingLines lines={2} />
          )
        ) : check.broken.length === 0 ? (
          <p className="org-check-good">{t('checkGood')}</p>
        ) : (
          <>
            <ul className="org-check-rules">
              {check.broken.map((one) => (
                <li key={`${one.rule} ${one.reason.zh}`} className="org-check-rule">
                  <p>{label(one.reason)}</p>
                  <p>{t('checkNext', { step: label(one.nextStep) })}</p>
                  {one.source === null ? null : (
                    <p className="soft" lang="zh-CN">
                      {t('checkSource', { source: one.source })}
                    </p>
                  )}
                </li>
              ))}
            </ul>
            <p className="soft">{t('checkStill')}</p>
          </>
        )}
      </div>
    </aside>
  );
}
