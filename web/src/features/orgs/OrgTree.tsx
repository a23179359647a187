import { DownOutlined, LoadingOutlined, RightOutlined } from '@ant-design/icons';
import {
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { OrgView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { orgConsolePhrases } from './console-phrases.ts';
import { rowsInWindow, type TreeRow } from './visible-rows.ts';

const rowRem = 2.75;

/**
 * A tree of which only the rows in the window exist. One stop for Tab; inside, arrows as in the ARIA pattern for trees:
 * up and down, right opens or goes in, left closes or goes out, Home, End, Enter chooses.
 */
export function OrgTree({
  rows,
  loading,
  chosen,
  onChoose,
  onOpen,
  onClose,
  onMore,
}: {
  rows: readonly TreeRow<OrgView>[];
  /** Organisations whose children are on their way. */
  loading: ReadonlySet<string>;
  chosen: string | null;
  onChoose: (orgId: string) => void;
  onOpen: (orgId: string) => void;
  onClose: (orgId: string) => void;
  /** The last fetched under an organisation (null: at the top) has come into the window. */
  onMore: (under: string | null) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const treeId = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [rowHeight, setRowHeight] = useState(rowRem * 16);
  const [active, setActive] = useState<string | null>(chosen);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      setRowHeight(rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    measure();
    const follow = new ResizeObserver(measure);
    follow.observe(element);
    return () => follow.disconnect();
  }, []);
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node.orgId === active),
  );
  const show = (index: number) => {
    const element = box.current;
    if (element === null || index < 0) return;
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  };
  // Whatever is chosen from elsewhere (a search, an address) comes into the window once its row is there.
  const chosenAt = rows.findIndex(({ node }) => node.orgId === chosen);
  const bring = useEffectEvent(() => {
    setActive(chosen);
    const element = box.current;
    if (element === null) return;
    const top = chosenAt * rowHeight;
    // Into the middle, with what stands around it; where it is seen already nothing moves.
    if (top < element.scrollTop || top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top - element.clientHeight / 2;
  });
  const isThere = chosenAt >= 0;
  useEffect(() => {
    if (chosen !== null && isThere) bring();
  }, [chosen, isThere]);

  const go = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    setActive(row.node.orgId);
    show(rows.indexOf(row));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const deeds: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => {
        if (row.node.hasChildren && !row.isOpen) onOpen(row.node.orgId);
        else if (row.isOpen && (rows[at + 1]?.level ?? 0) > row.level) go(at + 1);
      },
      ArrowLeft: () => {
        if (row.isOpen) onClose(row.node.orgId);
        else go(rows.findLastIndex(({ level }, index) => index < at && level < row.level));
      },
      Enter: () => onChoose(row.node.orgId),
      ' ': () => onChoose(row.node.orgId),
    };
    const deed = deeds[event.key];
    if (deed === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
  const { from, to } = rowsInWindow(rows.length, { ...view, rowHeight });
  const ending = rows
    .slice(from, to)
    .flatMap(({ moreUnder }) => (moreUnder === undefined ? [] : [moreUnder]));
  const fetchMore = useEffectEvent(() => {
    for (const under of ending) onMore(under);
  });
  const ends = ending.join();
  useEffect(() => {
    if (ends !== '' || ending.length > 0) fetchMore();
  }, [ends, ending.length]);
  const rowId = (orgId: string) => `${treeId}-${orgId}`;
  const activeRow = rows[at];
  return (
    <div
      ref={box}
      className="org-tree"
      role="tree"
      tabIndex={0}
      aria-label={t('tree')}
      aria-activedescendant={
        activeRow !== undefined && at >= from && at < to ? rowId(activeRow.node.orgId) : undefined
      }
      onKeyDown={onKeyDown}
      onScroll={(event) =>
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
      }
    >
      <div role="presentation" style={{ height: rows.length * rowHeight, position: 'relative' }}>
        {rows.slice(from, to).map(({ node, level, isOpen, place, siblings }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant of the tree
          <div
            key={node.orgId}
            id={rowId(node.orgId)}
            role="treeitem"
            className="org-row"
            aria-level={level}
            aria-setsize={siblings}
            aria-posinset={place}
            aria-selected={node.orgId === chosen}
            aria-expanded={node.hasChildren ? isOpen : undefined}
            data-active={node.orgId === activeRow?.node.orgId}
            data-org={node.orgId}
            style={{
              height: rowHeight,
              top: (from + index) * rowHeight,
              paddingInlineStart: `${(Math.min(level, 9) - 1) * 1.1 + 0.25}rem`,
            }}
            onClick={() => {
              setActive(node.orgId);
              onChoose(node.orgId);
            }}
          >
            <span
              className="org-row-toggle"
              aria-hidden="true"
              onClick={(event) => {
                if (!node.hasChildren) return;
                event.stopPropagation();
                setActive(node.orgId);
                if (isOpen) onClose(node.orgId);
                else onOpen(node.orgId);
              }}
            >
              {!node.hasChildren ? null : loading.has(node.orgId) ? (
                <LoadingOutlined />
              ) : isOpen ? (
                <DownOutlined />
              ) : (
                <RightOutlined />
              )}
            </span>
            <span className="org-row-name">{node.name}</span>
            <span className="org-row-kind">{label(node.kindTitle)}</span>
            {node.vacancies.length > 0 ? (
              <span className="tag tag-amber">{t('vacancies', { n: node.vacancies.length })}</span>
            ) : null}
          </div>
        ))}
      </div>
    </div>
  );
}
