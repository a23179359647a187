import { ClockCircleOutlined, EllipsisOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Checkbox, Dropdown } from 'antd';
import { memo } from 'react';
import { Link } from 'wouter';
import { useVerbDesk } from '../../console/cases/desk.ts';
import type { CaseListControl } from '../../console/cases/use-case-list.ts';
import { verbKeys } from '../../console/cases/verb-keys.ts';
import { useWaitingOf } from '../../console/field/waiting.ts';
import { useLetterKeys } from '../../console/keys/keyboard.ts';
import { useIsMarked } from '../../console/live/marks.ts';
import { Due } from '../../console/look/Due.tsx';
import { type CaseSummary, photoUrl, type VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** A case as one line of a list (a card on a phone): what, where, how long, who, and what to do next. */
export function ConsoleCaseLine({ one, list }: { one: CaseSummary; list: CaseListControl }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const marked = useIsMarked(one.caseId);
  const chosen = list.selected.has(one.caseId);
  return (
    <li
      className="line"
      data-case-id={one.caseId}
      data-chosen={chosen || undefined}
      data-marked={marked || undefined}
    >
      <span className="line-check">
        <Checkbox
          checked={chosen}
          aria-label={t('select', { number: one.number })}
          onChange={(event) => {
            if (event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
              list.selectUpTo(one.caseId);
            else list.toggle(one.caseId, event.target.checked);
          }}
        />
      </span>
      <CaseThumb photoId={one.photoId} />
      <div className="line-main">
        <Link
          href={`/cases/${one.caseId}`}
          className="line-title"
          data-line-link=""
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            list.open(one.caseId);
          }}
        >
          {one.title}
        </Link>
        <span className="line-meta">
          <span className="number">{one.number}</span>
          <span>
            {one.areaName}
            {one.spot === null ? '' : ` · ${one.spot}`}
          </span>
          {one.categoryTitle === null ? null : <span>{label(one.categoryTitle)}</span>}
        </span>
      </div>
      <CaseMarks one={one} />
      <div className="line-due">
        <Due one={one} />
      </div>
      <div className="line-who">
        {one.assignee === null ? (
          <span className="soft">{t('noAssignee')}</span>
        ) : (
          <>
            <span>{one.assignee.name ?? one.assignee.orgName}</span>
            <span className="soft">{label(one.assignee.roleTitle)}</span>
          </>
        )}
      </div>
      <LineVerbs one={one} list={list} />
      {marked ? (
        <span className="visually-hidden" role="status">
          {t('moved')}
        </span>
      ) : null}
    </li>
  );
}

/** Station and what is special about it, in words as well as in colour. */
export function CaseMarks({ one, withStation = true }: { one: CaseSummary; withStation?: boolean }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  return (
    <div className="line-marks">
      {withStation ? <span className="tag">{label(one.stationTitle)}</span> : null}
      {one.severity === 'ordinary' ? null : (
        <span className={`tag tag-${one.severity}`}>{t(one.severity)}</span>
      )}
      {one.danger ? (
        <span className="tag tag-danger">
          <WarningFilled aria-hidden="true" /> {t('danger')}
        </span>
      ) : null}
      {one.rung === null ? null : (
        <span className="tag tag-calm" title={t('rungOf', { index: one.rung.index + 1, of: one.rung.of })}>
          {label(one.rung.title)}
        </span>
      )}
      {one.paused === null ? null : <span className="tag tag-amber">{label(one.paused)}</span>}
    </div>
  );
}

export const CaseThumb = memo(function CaseThumb({ photoId }: { photoId: string | null }) {
  return (
    <span className="line-thumb" aria-hidden="true">
      {photoId === null ? null : <img src={photoUrl(photoId, 'thumbnail')} alt="" loading="lazy" />}
    </span>
  );
});

/** The next verb as a button, the others in a menu. What waits for signal says so instead. */
export function LineVerbs({ one, list }: { one: CaseSummary; list: CaseListControl }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const desk = useVerbDesk();
  const waiting = useWaitingOf(one.caseId);
  if (waiting !== undefined) {
    return (
      <div className="line-verbs">
        {waiting.refusal === null ? (
          <span className="tag tag-amber">
            <ClockCircleOutlined aria-hidden="true" /> {t('waiting')}
          </span>
        ) : (
          <Button onClick={() => desk.takeUp(waiting)}>{t('needsDecision')}</Button>
        )}
      </div>
    );
  }
  const next = one.next ?? one.verbs.find((verb) => verb.primary) ?? null;
  const others = one.verbs.filter((verb) => verb.verb !== next?.verb);
  return (
    <div className="line-verbs">
      {next === null ? null : <VerbButton one={one} verb={next} main onPress={() => list.begin(one, next)} />}
      {others.length === 0 ? null : (
        <Dropdown
          trigger={['click']}
          autoFocus
          open={list.menuOf === one.caseId}
          onOpenChange={(open) => list.setMenuOf(open ? one.caseId : null)}
          placement="bottomRight"
          menu={{
            items: others.map((verb) => ({
              key: verb.verb,
              label: (
                <span className="menu-verb">
                  {label(verb.title)}
                  <KeyHint verb={verb} />
                </span>
              ),
            })),
            onClick: ({ key }) => {
              list.setMenuOf(null);
              const verb = others.find((offer) => offer.verb === key);
              if (verb !== undefined) list.begin(one, verb);
            },
          }}
        >
          <Button
            type="text"
            icon={<EllipsisOutlined />}
            aria-label={t('moreVerbs', { number: one.number })}
            aria-haspopup="menu"
            aria-expanded={list.menuOf === one.caseId}
          />
        </Dropdown>
      )}
    </div>
  );
}

export function VerbButton({
  one,
  verb,
  main = false,
  primary = false,
  onPress,
}: {
  one: CaseSummary;
  verb: VerbView;
  /** The next verb of a line. */
  main?: boolean;
  /** The one red button of a page. */
  primary?: boolean;
  onPress: () => void;
}) {
  const label = useLabel();
  const desk = useVerbDesk();
  const words = label(verb.title);
  return (
    <Button
      {...(primary ? { type: 'primary' as const } : {})}
      className={main ? 'verb-next' : undefined}
      loading={desk.busy.has(one.caseId)}
      onClick={onPress}
    >
      {words}
      <span className="visually-hidden"> {one.number}</span>
      <KeyHint verb={verb} />
    </Button>
  );
}

export function KeyHint({ verb }: { verb: Pick<VerbView, 'verb'> }) {
  const on = useLetterKeys();
  const key = verbKeys[verb.verb];
  if (!on || key === undefined) return null;
  return (
    <span className="key-hint" aria-hidden="true">
      {key.toUpperCase()}
    </span>
  );
}
