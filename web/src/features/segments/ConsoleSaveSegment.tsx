import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { formDraft } from '../../console/cases/drafts.ts';
import { useCommandId } from '../../console/command-id.ts';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import {
  fieldMessage,
  getAreas,
  type SegmentList,
  type SegmentView,
  saveSegment,
} from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { useOwnAreas } from '../coverage/own-areas.ts';
import { PlaceField } from '../coverage/PlaceField.tsx';
import { useLookAgain } from '../orgs/org-command.ts';
import { segmentPhrases } from './console-phrases.ts';
import { findAreaAround } from './find-area-around.ts';
import { LineByWords } from './LineByWords.tsx';
import { metresAlong, middleOf, type Position } from './line-words.ts';
import { lengthWords } from './segment-words.ts';

interface SegmentWords {
  kind: string;
  name: string;
  fromPlace: string;
  toPlace: string;
  /** Null: as the line suggests. */
  area: { code: string; name: string } | null;
  asOf: string;
  positions: Position[];
}

/** Enters a road, or changes one: its line is drawn on the map beside the form, or written down in it. */
export function ConsoleSaveSegment({
  segment,
  kinds,
  today,
  drawn,
  onDraw,
  onClose,
  onSaved,
}: {
  /** null: a new one. */
  segment: SegmentView | null;
  kinds: SegmentList['kinds'];
  today: string;
  /** The line, which the map beside has its part in. */
  drawn: readonly Position[];
  onDraw: (positions: readonly Position[]) => void;
  onClose: () => void;
  onSaved: (segmentId: string) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const titleId = useId();
  const { message } = App.useApp();
  const { person } = useStaffSession();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const draft = formDraft(person.personId, `segment:${segment?.segmentId ?? 'new'}`, isSegmentWords);
  const begin = () => wordsOf(segment, kinds, today);
  const [kept, setKept] = useState(() => draft.read());
  const [words, setWords] = useState<Omit<SegmentWords, 'positions'>>(() => kept ?? begin());
  const [tried, setTried] = useState(false);
  const takeUp = useEffectEvent((left: SegmentWords | null) => onDraw(left?.positions ?? lineOf(segment)));
  // The map has the line as the form opens with it: as it is, or as it was left. Later news do not draw over it.
  useEffect(() => takeUp(kept), [kept]);
  // What is drawn is kept with what is typed; the first drawing of the form itself says nothing new.
  const keep = useEffectEvent(() => {
    const now = { ...words, positions: [...drawn] };
    if (JSON.stringify(now) !== JSON.stringify(begin())) draft.keep(now);
  });
  useEffect(() => {
    if (drawn.length > 0) keep();
  }, [drawn]);
  const type = (more: Partial<typeof words>) => {
    const next = { ...words, ...more };
    setWords(next);
    draft.keep({ ...next, positions: [...drawn] });
  };
  const kind = kinds.find(({ key }) => key === words.kind);
  const level = kind?.offices[0]?.level ?? null;
  const suggested = useSuggestedArea(drawn, level);
  const area = words.area ?? suggested;
  const save = useMutation({
    mutationFn: (
      body: Parameters<typeof commandIdFor>[0] & Omit<Parameters<typeof saveSegment>[0], 'commandId'>,
    ) => saveSegment({ commandId: commandIdFor(body), ...body }),
    onSuccess: ({ segment: saved }) => {
      draft.drop();
      message.success(t(segment === null ? 'saved' : 'changed', { name: saved.name }));
      lookAgain();
      onSaved(saved.segmentId);
    },
  });
  const allEntered = (n: number) => {
    draft.drop();
    message.success(t('allEntered', { n }));
    onClose();
  };
  const lacking = {
    name: words.name.trim() === '' ? t('needsName') : undefined,
    area: area === null ? t('needsArea') : undefined,
    line: drawn.length === 1 ? t('needsSecond') : undefined,
  };
  const submit = () => {
    setTried(true);
    if (area === null || lacking.name !== undefined || lacking.line !== undefined) return;
    save.mutate({
      ...(segment === null ? {} : { segmentId: segment.segmentId }),
      kind: words.kind,
      name: words.name.trim(),
      fromPlace: words.fromPlace.trim() === '' ? null : words.fromPlace.trim(),
      toPlace: words.toPlace.trim() === '' ? null : words.toPlace.trim(),
      areaCode: area.code,
      geometry: drawn.length < 2 ? null : { type: 'LineString', coordinates: [...drawn] },
      asOf: words.asOf,
    });
  };
  const said = (lack: string | undefined, at: string) =>
    tried && lack !== undefined ? lack : fieldMessage(save.error, at);
  const text = (field: 'name' | 'fromPlace' | 'toPlace') => ({
    value: words[field],
    maxLength: 80,
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => type({ [field]: event.target.value }),
  });
  const lineWrong = said(lacking.line, '/geometry');
  return (
    <section className="segment-form" aria-labelledby={titleId}>
      <h2 id={titleId}>{segment === null ? t('enterTitle') : t('changeOf', { name: segment.name })}</h2>
      {kept === null ? null : (
        <p className="segment-kept" role="status">
          {t('draftFound')}{' '}
          <Button
            type="link"
            onClick={() => {
              draft.drop();
              setKept(null);
              setWords(begin());
            }}
          >
            {t('beginAnew')}
          </Button>
        </p>
      )}
      <form
        className="verb-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal error={save.error} />
        <div className="field segment-drawn">
          <span id={`${titleId}-line`}>{t('line')}</span>
          <p role="status" aria-labelledby={`${titleId}-line`} className="field-hint">
            {drawn.length === 0
              ? t('lineNone')
              : drawn.length === 1
                ? t('lineOne')
                : t('lineDrawn', { n: drawn.length, length: lengthWords(metresAlong(drawn), t) })}
          </p>
          {lineWrong === undefined ? null : <p className="field-error">{lineWrong}</p>}
          <p className="segment-tools">
            <Button disabled={drawn.length === 0} onClick={() => onDraw(drawn.slice(0, -1))}>
              {t('undo')}
            </Button>
            <Button disabled={drawn.length < 2} onClick={() => onDraw([...drawn].reverse())}>
              {t('reverse')}
            </Button>
            <Button disabled={drawn.length === 0} onClick={() => onDraw([])}>
              {t('clear')}
            </Button>
          </p>
          <LineByWords
            drawn={drawn}
            all={
              segment === null && kind !== undefined
                ? {
                    kind: kind.key,
                    kindTitle: label(kind.title),
                    level,
                    asOf: words.asOf,
                    onDone: allEntered,
                  }
                : null
            }
            onLine={(positions, name) => {
              onDraw(positions);
              if (name !== null && words.name.trim() === '') type({ name });
            }}
          />
        </div>
        <Field
          title={t('kind')}
          hint={segment === null ? undefined : t('kindStays')}
          required
          invalid={fieldMessage(save.error, '/kind')}
        >
          {(field) => (
            <Select
              {...field}
              disabled={segment !== null}
              value={words.kind}
              options={kinds.map(({ key, title }) => ({ value: key, label: label(title) }))}
              onChange={(kind: string) => type({ kind })}
            />
          )}
        </Field>
        <Field title={t('name')} required invalid={said(lacking.name, '/name')}>
          {(field) => <Input {...field} {...text('name')} />}
        </Field>
        <div className="segment-stretch">
          <Field
            title={t('fromPlace')}
            hint={t('placeHint')}
            invalid={fieldMessage(save.error, '/fromPlace')}
          >
            {(field) => <Input {...field} {...text('fromPlace')} />}
          </Field>
          <Field title={t('toPlace')} hint={t('placeHint')} invalid={fieldMessage(save.error, '/toPlace')}>
            {(field) => <Input {...field} {...text('toPlace')} />}
          </Field>
        </div>
        <Field title={t('lies')} hint={t('liesHint')} required invalid={said(lacking.area, '/areaCode')}>
          {({ id }) => <AreaField id={id} area={area} onChoose={(chosen) => type({ area: chosen })} />}
        </Field>
        <Field
          title={t('firstDay')}
          hint={t(segment === null ? 'firstDayEnter' : 'firstDayChange')}
          required
          invalid={fieldMessage(save.error, '/asOf')}
        >
          {(field) => (
            <Input
              {...field}
              type="date"
              {...(segment === null ? {} : { min: segment.validFrom, max: today })}
              value={words.asOf}
              onChange={(event) => type({ asOf: event.target.value === '' ? today : event.target.value })}
            />
          )}
        </Field>
        <div className="verb-form-foot">
          <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button size="large" onClick={onClose}>
            {frame('cancel')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function AreaField({
  id,
  area,
  onChoose,
}: {
  id: string;
  area: { code: string; name: string } | null;
  onChoose: (area: { code: string; name: string }) => void;
}) {
  const [code, setCode] = useState<string | null>(null);
  const named = useQuery({
    queryKey: ['areas', 'under', code],
    queryFn: ({ signal }) => getAreas({ under: code ?? '' }, signal),
    enabled: code !== null,
    staleTime: 5 * 60_000,
  });
  const take = useEffectEvent((chosen: string, name: string) => {
    if (area?.code !== chosen || area.name !== name) onChoose({ code: chosen, name });
  });
  const found = named.data?.path.at(-1);
  useEffect(() => {
    if (found !== undefined && found.code === code) take(found.code, found.fullName);
  }, [found, code]);
  return <PlaceField id={id} named={area} onChoose={setCode} />;
}

/** Where a line that is drawn lies; null: not known yet, or nowhere of the viewer's. */
function useSuggestedArea(
  drawn: readonly Position[],
  level: string | null,
): { code: string; name: string } | null {
  const own = useOwnAreas();
  const middle = drawn.length < 2 ? null : middleOf(drawn);
  // To a ten-thousandth of a degree, some ten metres: every point that is added need not ask again.
  const at = middle?.map((one) => Math.round(one * 1e4) / 1e4) as Position | undefined;
  const around = useQuery({
    queryKey: ['areas', 'around', at, level, own.map(({ code }) => code)],
    queryFn: ({ signal }) => findAreaAround(at ?? [0, 0], level, own, signal),
    enabled: at !== undefined,
    staleTime: 5 * 60_000,
    retry: false,
  });
  return (at === undefined ? undefined : around.data) ?? null;
}

function wordsOf(segment: SegmentView | null, kinds: SegmentList['kinds'], today: string): SegmentWords {
  if (segment === null) {
    const kind = kinds.find(({ offices }) => offices.length > 0) ?? kinds[0];
    return {
      kind: kind?.key ?? '',
      name: '',
      fromPlace: '',
      toPlace: '',
      area: null,
      asOf: today,
      positions: [],
    };
  }
  return {
    kind: segment.kind,
    name: segment.name,
    fromPlace: segment.fromPlace ?? '',
    toPlace: segment.toPlace ?? '',
    area: { code: segment.areaCode, name: segment.areaName },
    asOf: today,
    positions: [...lineOf(segment)],
  };
}

function lineOf(segment: SegmentView | null): readonly Position[] {
  return segment?.geometry?.coordinates ?? [];
}

/** An older page may have kept something else. */
function isSegmentWords(kept: unknown): kept is SegmentWords {
  if (typeof kept !== 'object' || kept === null) return false;
  const { kind, name, fromPlace, toPlace, area, asOf, positions } = kept as Partial<
    Record<keyof SegmentWords, unknown>
  >;
  return (
    [kind, name, fromPlace, toPlace, asOf].every((one) => typeof one === 'string') &&
    (area === null || (typeof area === 'object' && area !== undefined)) &&
    Array.isArray(positions) &&
    positions.every((one) => Array.isArray(one) && one.length === 2)
  );
}
