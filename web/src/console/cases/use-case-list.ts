import { type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { caseConsolePhrases } from '../../features/cases/console-phrases.ts';
import type { CaseSummary, VerbView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { type KeyBinding, useKeys } from '../keys/keyboard.ts';
import { cursorAfter, span, step } from './cursor.ts';
import { useVerbDesk } from './desk.ts';
import { keepOpenedList } from './neighbours.ts';
import { verbKeys, verbOfKey } from './verb-keys.ts';

/** More would be refused by the server in one request. */
export const mostSelected = 100;

export interface CaseListControl {
  listRef: RefObject<HTMLDivElement | null>;
  selected: ReadonlySet<string>;
  toggle: (caseId: string, to?: boolean) => void;
  selectUpTo: (caseId: string) => void;
  selectAll: (caseIds: readonly string[], to: boolean) => void;
  clear: () => void;
  open: (caseId: string) => void;
  begin: (one: CaseSummary, verb: VerbView) => void;
  /** Case whose menu of other actions is open. */
  menuOf: string | null;
  setMenuOf: (caseId: string | null) => void;
}

/**
 * A list that can be worked through by keyboard alone. The cursor is the real focus, which stands on the
 * link of a line, so that screen readers and the browser know it too.
 */
export function useCaseList(
  cases: readonly CaseSummary[],
  {
    href,
    groupOf,
    onBulk,
  }: {
    href: string;
    /** All cases of the group a case is shown in. */
    groupOf?: (caseId: string) => readonly string[];
    /** Absent: nothing is selected here. */
    onBulk?: (verb: VerbView, chosen: CaseSummary[]) => void;
  },
): CaseListControl {
  const t = usePhrases(caseConsolePhrases);
  const desk = useVerbDesk();
  const [, navigate] = useLocation();
  const listRef = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [menuOf, setMenuOf] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const acted = useRef<{ caseId: string; order: string[]; until: number } | null>(null);
  const ids = useMemo(() => cases.map((one) => one.caseId), [cases]);
  // What has left the list is not selected any more.
  const selected = useMemo(() => new Set([...picked].filter((id) => ids.includes(id))), [picked, ids]);

  const lineOf = (caseId: string) =>
    listRef.current?.querySelector<HTMLElement>(`[data-case-id="${CSS.escape(caseId)}"]`) ?? null;
  const focusLine = (caseId: string | null) => {
    if (caseId === null) return;
    const link = lineOf(caseId)?.querySelector<HTMLElement>('[data-line-link]');
    link?.focus();
    link?.scrollIntoView({ block: 'nearest' });
  };
  /** What stands in the list now, which the closures of an earlier drawing do not know. */
  const shownIds = () =>
    [...(listRef.current?.querySelectorAll<HTMLElement>('[data-case-id]') ?? [])].flatMap(
      (line) => line.dataset.caseId ?? [],
    );
  const focused = (): string | null => {
    const line = document.activeElement?.closest<HTMLElement>('[data-case-id]');
    return line != null && listRef.current?.contains(line) ? (line.dataset.caseId ?? null) : null;
  };

  // After a deed the lines change places; the focus goes where the work goes on.
  const follow = useEffectEvent((order: readonly string[]) => {
    const deed = acted.current;
    if (deed === null) return;
    if (Date.now() > deed.until) {
      acted.current = null;
      return;
    }
    const active = document.activeElement;
    const free = active === null || active === document.body || focused() === deed.caseId;
    if (!free) return;
    const to = cursorAfter(deed.order, order, deed.caseId);
    if (to !== deed.caseId || active === document.body) focusLine(to);
  });
  useEffect(() => follow(ids), [ids]);

  const control: CaseListControl = {
    listRef,
    selected,
    menuOf,
    setMenuOf,
    toggle(caseId, to) {
      anchor.current = caseId;
      setPicked((before) => {
        const next = new Set(before);
        if (to ?? !next.has(caseId)) next.add(caseId);
        else next.delete(caseId);
        return next;
      });
    },
    selectUpTo(caseId) {
      const run = span(ids, anchor.current, caseId);
      anchor.current = caseId;
      setPicked((before) => new Set([...before, ...run]));
    },
    selectAll(caseIds, to) {
      setPicked((before) => {
        const next = new Set(before);
        for (const id of caseIds) {
          if (to) next.add(id);
          else next.delete(id);
        }
        return next;
      });
    },
    clear: () => setPicked(new Set()),
    open(caseId) {
      keepOpenedList({ href, caseIds: [...ids] });
      navigate(`/cases/${caseId}`);
    },
    begin(one, verb) {
      const order = [...ids];
      const stand = () => {
        const line = lineOf(one.caseId);
        const active = document.activeElement;
        // A button that vanishes with its verb, or a form, takes the focus along: stand on a line instead.
        if (active !== null && active !== document.body && !line?.contains(active) && isShown(active)) return;
        const to = acted.current === null ? one.caseId : cursorAfter(order, shownIds(), one.caseId);
        focusLine(to);
      };
      acted.current = null;
      desk.begin(one, verb, {
        onDone: () => {
          acted.current = { caseId: one.caseId, order, until: Date.now() + 5_000 };
          requestAnimationFrame(stand);
        },
        onClosed: stand,
      });
    },
  };

  const move = (by: 1 | -1) => focusLine(step(ids, focused(), by));
  const onFocused = (run: (one: CaseSummary) => void) => () => {
    const one = cases.find((candidate) => candidate.caseId === focused());
    if (one !== undefined) run(one);
  };
  const letters = [...new Set(Object.values(verbKeys))];
  const bindings: KeyBinding[] = [
    { keys: ['j', 'ArrowDown'], words: t('keyDown'), run: () => move(1) },
    { keys: ['k', 'ArrowUp'], words: t('keyUp'), run: () => move(-1) },
    // Enter on the link opens it without our help; it is listed so that people know.
    { keys: [], words: t('keyOpen'), run: () => {} },
    ...(onBulk === undefined
      ? []
      : [
          { keys: ['x'], words: t('keySelect'), run: onFocused((one) => control.toggle(one.caseId)) },
          {
            keys: ['Shift+X'],
            words: t('keySelectTo'),
            run: onFocused((one) => control.selectUpTo(one.caseId)),
          },
          {
            keys: ['Shift+A'],
            words: t('keySelectGroup'),
            run: onFocused((one) => control.selectAll(groupOf?.(one.caseId) ?? ids, true)),
          },
        ]),
    { keys: ['.'], words: t('keyMenu'), run: onFocused((one) => setMenuOf(one.caseId)) },
    ...(selected.size > 0 ? [{ keys: ['Escape'], words: t('keyClear'), run: () => control.clear() }] : []),
    {
      keys: letters,
      words: t('keyVerb'),
      run: (event) => {
        const chosen = cases.filter((one) => selected.has(one.caseId));
        if (chosen.length > 0) {
          const verb = verbOfKey(commonVerbs(chosen), event.key);
          if (verb !== undefined) onBulk?.(verb, chosen);
          return;
        }
        const one = cases.find((candidate) => candidate.caseId === focused());
        const verb = one === undefined ? undefined : verbOfKey(one.verbs, event.key);
        if (one !== undefined && verb !== undefined) control.begin(one, verb);
      },
    },
  ];
  useKeys(t('keysList'), bindings);
  return control;
}

/** A control of a drawer that has slid away still has the focus, but nobody sees it. */
function isShown(element: Element): boolean {
  return element.closest('.ant-drawer, .ant-modal') === null;
}

/** What needs a target or a share of its own is not done to many at once. */
const oneByOne = new Set(['merge', 'sign-part', 'ask-part', 'rate', 'decide']);

/** Verbs that every one of them offers now. */
export function commonVerbs(cases: readonly CaseSummary[]): VerbView[] {
  const [first, ...others] = cases;
  if (first === undefined) return [];
  return first.verbs.filter(
    (verb) =>
      !oneByOne.has(verb.verb) &&
      others.every((other) => other.verbs.some((offer) => offer.verb === verb.verb)),
  );
}
