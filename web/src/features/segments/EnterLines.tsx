import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { convertLine, newCommandId, type SaveSegment, saveSegment } from '../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { useOwnAreas } from '../coverage/own-areas.ts';
import { useLookAgain } from '../orgs/org-command.ts';
import { segmentPhrases } from './console-phrases.ts';
import { findAreaAround } from './find-area-around.ts';
import { type LineInFile, middleOf } from './line-words.ts';

/** Every line of a file as a road of its own. What was entered stays entered when another one is refused. */
export function EnterLines({
  lines,
  coordinates,
  kind,
  kindTitle,
  level,
  asOf,
  onDone,
}: {
  lines: readonly LineInFile[];
  coordinates: NonNullable<SaveSegment['coordinates']>;
  kind: string;
  kindTitle: string;
  /** Of the areas such roads lie in. */
  level: string | null;
  asOf: string;
  /** All of them are there. */
  onDone: (n: number) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const frame = usePhrases(consolePhrases);
  const marks = useMarks();
  const own = useOwnAreas();
  const lookAgain = useLookAgain();
  // By line: sent again after an answer that was lost, it is the same command.
  const commands = useRef(new Map<LineInFile, string>());
  const [entered, setEntered] = useState<ReadonlySet<LineInFile>>(new Set());
  const [faults, setFaults] = useState<readonly string[]>([]);
  const enter = useMutation({
    mutationFn: async () => {
      const there = new Set(entered);
      const found: string[] = [];
      for (const [at, line] of lines.entries()) {
        if (there.has(line)) continue;
        const name = line.name ?? t('lineNumbered', { n: at + 1 });
        try {
          const { geometry } = await convertLine({
            geometry: { type: 'LineString', coordinates: line.positions },
            coordinates,
          });
          const middle = middleOf(geometry.coordinates);
          const area = middle === null ? null : await findAreaAround(middle, level, own);
          if (area === null) found.push(`${name}${marks.colon}${t('noAreaThere')}`);
          else {
            const commandId = commands.current.get(line) ?? newCommandId();
            commands.current.set(line, commandId);
            await saveSegment({ commandId, kind, name, areaCode: area.code, geometry, asOf });
            there.add(line);
            setEntered(new Set(there));
          }
        } catch (error) {
          const { title, detail } = problemWords(error, frame('notSent'));
          found.push(
            `${name}${marks.colon}${[title, detail].filter((words) => words !== '').join(marks.stop)}`,
          );
        }
      }
      setFaults(found);
      return { n: there.size, isAll: found.length === 0 };
    },
    onSuccess: ({ n, isAll }) => {
      lookAgain();
      if (isAll) onDone(n);
    },
  });
  const left = lines.length - entered.size;
  return (
    <div className="segment-all">
      <p className="field-hint">{t('enterAllHint', { kind: kindTitle })}</p>
      <p>
        <Button loading={enter.isPending} disabled={left === 0} onClick={() => enter.mutate()}>
          {t('enterAll', { n: left })}
        </Button>
      </p>
      {enter.isIdle ? null : <p role="status">{t('enteredSoFar', { n: entered.size, all: lines.length })}</p>}
      {faults.length === 0 ? null : (
        <ul className="field-error" role="alert">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
