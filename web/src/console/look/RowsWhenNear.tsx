import { type QueryKey, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/**
 * A body of a long table: its rows are fetched and drawn when it comes near the window, and it becomes room of the same
 * height when it leaves it. A table of ten thousand lines is a hundred of these.
 */
export function RowsWhenNear<Row>({
  queryKey,
  read,
  line,
  rows,
  lineHeightPx,
  columns,
  isFirst,
  className,
  roomClassName,
  failed,
}: {
  queryKey: QueryKey;
  read: (signal: AbortSignal) => Promise<readonly Row[]>;
  line: (row: Row) => ReactNode;
  /** How many there will be, and how high one probably is: the room kept for them until they are drawn. */
  rows: number;
  lineHeightPx: number;
  columns: number;
  /** The first of the table is drawn at once. */
  isFirst: boolean;
  className?: string;
  roomClassName: string;
  /** What the button says by which one asks again. */
  failed: string;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(isFirst);
  const [height, setHeight] = useState(rows * lineHeightPx);
  useEffect(() => {
    const element = body.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        // Remembered before it is emptied, so that nothing jumps.
        if (!entry.isIntersecting && entry.boundingClientRect.height > lineHeightPx) {
          setHeight(entry.boundingClientRect.height);
        }
        setNear(entry.isIntersecting);
      },
      { rootMargin: '1200px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [lineHeightPx]);
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => read(signal),
    enabled: isNear,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <tbody ref={body} className={className}>
      {isNear && found.data !== undefined ? (
        found.data.map(line)
      ) : (
        <tr className={roomClassName}>
          <td colSpan={columns} style={{ height }}>
            {found.isError ? (
              <Button size="small" onClick={() => void found.refetch()}>
                {failed}
              </Button>
            ) : null}
          </td>
        </tr>
      )}
    </tbody>
  );
}
