import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ComponentProps, useId, useRef, useState } from 'react';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { convertLine, fieldMessage } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { segmentPhrases } from './console-phrases.ts';
import { EnterLines } from './EnterLines.tsx';
import {
  type LineInFile,
  linesInGeoJson,
  type Position,
  positionsIn,
  wordsOfPositions,
} from './line-words.ts';

const systems = ['WGS-84', 'GCJ-02', 'BD-09'] as const;
type System = (typeof systems)[number];

/**
 * The same line without a map: coordinates that are typed, pasted or read from a file, in the system of whichever map they
 * come from. What was drawn stands here as well, so that it can be mended to the metre.
 */
export function LineByWords({
  drawn,
  all,
  onLine,
}: {
  drawn: readonly Position[];
  /** As what every line of a file may be entered at once; null: only one is asked for. */
  all: Omit<ComponentProps<typeof EnterLines>, 'lines' | 'coordinates'> | null;
  /** In WGS-84; with the name that a file gives it. */
  onLine: (positions: readonly Position[], name: string | null) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const fileId = useId();
  const file = useRef<HTMLInputElement>(null);
  // Null: as drawn.
  const [typed, setTyped] = useState<string | null>(null);
  const [system, setSystem] = useState<System>('WGS-84');
  const [lines, setLines] = useState<readonly LineInFile[]>([]);
  const [name, setName] = useState<string | null>(null);
  const [wrong, setWrong] = useState<'coordinatesWrong' | 'coordinatesFew' | null>(null);
  const [fileWrong, setFileWrong] = useState<'fileUnreadable' | 'fileNoLines' | null>(null);
  const put = useMutation({
    mutationFn: (positions: Position[]) =>
      convertLine({ geometry: { type: 'LineString', coordinates: positions }, coordinates: system }),
    onSuccess: ({ geometry }) => {
      setTyped(null);
      // What is on the map is in one system only.
      setSystem('WGS-84');
      onLine(geometry.coordinates, name);
    },
  });
  const submit = () => {
    const positions = positionsIn(typed ?? wordsOfPositions(drawn));
    const lack = positions === null ? 'coordinatesWrong' : positions.length < 2 ? 'coordinatesFew' : null;
    setWrong(lack);
    if (positions !== null && lack === null) put.mutate(positions);
  };
  const take = (line: LineInFile | undefined) => {
    if (line === undefined) return;
    setTyped(wordsOfPositions(line.positions));
    setName(line.name);
    setWrong(null);
  };
  const read = async (chosen: File) => {
    const found = linesInGeoJson(await chosen.text());
    setFileWrong(found === null ? 'fileUnreadable' : found.length === 0 ? 'fileNoLines' : null);
    setLines(found ?? []);
    take(found?.[0]);
  };
  return (
    <details className="triage segment-words">
      <summary>{t('byWords')}</summary>
      <div className="field">
        <label htmlFor={fileId} className="visually-hidden">
          {t('fromFile')}
        </label>
        <input
          ref={file}
          id={fileId}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          accept=".geojson,.json,application/geo+json,application/json"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            event.target.value = '';
            if (chosen !== undefined) void read(chosen);
          }}
        />
        <p>
          <Button onClick={() => file.current?.click()}>{t('fromFile')}</Button>
        </p>
        {fileWrong === null ? null : (
          <p className="field-error" role="alert">
            {t(fileWrong)}
          </p>
        )}
      </div>
      {lines.length < 2 ? null : (
        <Field title={t('whichLine', { n: lines.length })} required>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: 'label' }}
              defaultValue={0}
              options={lines.map((line, at) => ({
                value: at,
                label: t('lineInFile', {
                  name: line.name ?? t('lineNumbered', { n: at + 1 }),
                  n: line.positions.length,
                }),
              }))}
              onChange={(at: number) => take(lines[at])}
            />
          )}
        </Field>
      )}
      <Field
        title={t('coordinates')}
        hint={t('coordinatesHint')}
        invalid={wrong === null ? fieldMessage(put.error, '/geometry') : t(wrong)}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={5}
            spellCheck={false}
            className="figures"
            value={typed ?? wordsOfPositions(drawn)}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('system')} required>
        {(field) => (
          <Select
            {...field}
            value={system}
            options={systems.map((one) => ({ value: one, label: t(one) }))}
            onChange={setSystem}
          />
        )}
      </Field>
      {all === null || lines.length < 2 ? null : <EnterLines lines={lines} coordinates={system} {...all} />}
      {put.error === null || fieldMessage(put.error, '/geometry') !== undefined ? null : (
        <Refusal error={put.error} />
      )}
      <p>
        <Button loading={put.isPending} onClick={submit}>
          {t('putOnMap')}
        </Button>
      </p>
    </details>
  );
}
