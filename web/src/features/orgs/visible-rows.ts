/**
 * The rows of a tree as one flat list, in the order they are read: only what is open is walked, so that its length is
 * what somebody opened and not what there is.
 */
export interface TreeNode {
  orgId: string;
  hasChildren: boolean;
}

export interface TreeRow<N extends TreeNode> {
  node: N;
  /** 1: at the top. */
  level: number;
  isOpen: boolean;
  /** Place among its siblings, from 1, and how many they are; -1: more than have been fetched. */
  place: number;
  siblings: number;
  /** The last of those fetched under one that has more; null: of those at the top. */
  moreUnder?: string | null;
}

export function visibleRows<N extends TreeNode>(
  roots: readonly N[],
  childrenOf: (orgId: string) => readonly N[] | undefined,
  open: ReadonlySet<string>,
  hasMore: (under: string | null) => boolean = () => false,
): TreeRow<N>[] {
  const rows: TreeRow<N>[] = [];
  const walk = (nodes: readonly N[], level: number, under: string | null): void => {
    const isCut = hasMore(under);
    nodes.forEach((node, at) => {
      const isOpen = node.hasChildren && open.has(node.orgId);
      rows.push({
        node,
        level,
        isOpen,
        place: at + 1,
        siblings: isCut ? -1 : nodes.length,
        ...(isCut && at === nodes.length - 1 ? { moreUnder: under } : {}),
      });
      const children = isOpen ? childrenOf(node.orgId) : undefined;
      if (children !== undefined) walk(children, level + 1, node.orgId);
    });
  };
  walk(roots, 1, null);
  return rows;
}

/** Which rows lie in the window, with some before and after, so that the eye outruns nothing. */
export function rowsInWindow(
  count: number,
  { top, height, rowHeight, spare = 8 }: { top: number; height: number; rowHeight: number; spare?: number },
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - spare);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { from: Math.min(from, to), to };
}
