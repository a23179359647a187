import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useCommandId } from '../../console/command-id.ts';
import { DeedDialog, Refusal } from '../../console/look/DeedForm.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { type CompoundGrids, endGrid, fieldMessage, getGrids, saveGrid } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { useLookAgain } from '../orgs/org-command.ts';
import { coveragePhrases } from './coverage-phrases.ts';

/** Grids of a compound drawn by hand: a new one, or one of today in other lines. `suggested`: a building it is about. */
export function ConsoleDrawGrid({
  area,
  suggested,
  onClose,
}: {
  area: string;
  suggested: string;
  onClose: () => void;
}) {
  const t = usePhrases(coveragePhrases);
  const found = useQuery({
    queryKey: ['coverage', 'grids', area],
    queryFn: ({ signal }) => getGrids(area, signal),
  });
  const name = found.data?.compound.name ?? '';
  return (
    <DeedDialog open title={t('drawIn', { place: name })} onClose={onClose}>
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <DrawForm inside={found.data} suggested={suggested} onClose={onClose} />
      )}
    </DeedDialog>
  );
}

const fresh = 'new';

function DrawForm({
  inside: { grids, buildings, orgs },
  suggested,
  onClose,
}: {
  inside: CompoundGrids;
  suggested: string;
  onClose: () => void;
}) {
  const t = usePhrases(coveragePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const [gridId, setGridId] = useState<string>(fresh);
  // Null: as suggested, also when what is known of the grids is a newer reading than when the form opened.
  const [typedName, setName] = useState<string | null>(null);
  const [chosenOrgId, setOrgId] = useState<string | null>(null);
  const drawn = grids.find((one) => one.gridId === gridId);
  const name = typedName ?? drawn?.name ?? freeName(grids, (n) => t('gridNumbered', { n }));
  const orgId = chosenOrgId ?? (drawn ?? grids[0])?.org.orgId ?? orgs[0]?.orgId ?? null;
  const gridOf = new Map(grids.flatMap((grid) => grid.buildings.map((code) => [code, grid] as const)));
  const free = buildings.filter(({ code }) => !gridOf.has(code)).map(({ code }) => code);
  const [chosen, setChosen] = useState<readonly string[]>(free.filter((code) => code === suggested));
  const [lacking, setLacking] = useState<'buildings' | null>(null);
  const choose = (next: string) => {
    setGridId(next);
    setName(null);
    setOrgId(null);
    setChosen(grids.find((one) => one.gridId === next)?.buildings ?? []);
  };
  const done = (words: string) => {
    message.success(words);
    lookAgain();
    onClose();
  };
  const save = useMutation({
    mutationFn: saveGrid,
    onSuccess: ({ grid }) => done(t('drawn', { grid: grid.name, n: grid.buildings.length })),
  });
  const end = useMutation({
    mutationFn: (commandId: string) => endGrid(gridId, { commandId }),
    onSuccess: ({ grid }) => done(t('gridEnded', { grid: grid.name })),
  });
  const submit = () => {
    setLacking(chosen.length === 0 ? 'buildings' : null);
    if (chosen.length === 0) return;
    const body = {
      ...(gridId === fresh ? {} : { gridId }),
      name: name.trim(),
      orgId: orgId ?? '',
      buildings: [...chosen],
    };
    save.mutate({ commandId: commandIdFor(body), ...body });
  };
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Refusal error={save.error ?? end.error} />
      <Field title={t('whichGrid')} required>
        {(field) => (
          <Select
            {...field}
            value={gridId}
            options={[
              { value: fresh, label: t('newGrid') },
              ...grids.map((grid) => ({
                value: grid.gridId,
                label: t('gridWith', { grid: grid.name, n: grid.buildings.length }),
              })),
            ]}
            onChange={choose}
          />
        )}
      </Field>
      <Field title={t('gridName')} required invalid={fieldMessage(save.error, '/name')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        title={t('gridBuildings')}
        hint={t('gridBuildingsHint', { n: free.length })}
        required
        invalid={lacking === null ? fieldMessage(save.error, '/buildings') : t('gridNeedsBuildings')}
      >
        {(field) => (
          <Select
            {...field}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={[...chosen]}
            options={buildings.map(({ code, name: building }) => {
              const other = gridOf.get(code);
              const isTaken = other !== undefined && other.gridId !== gridId;
              return {
                value: code,
                label: isTaken ? `${building} · ${other.name}` : building,
                disabled: isTaken,
              };
            })}
            onChange={(codes: string[]) => setChosen(codes)}
          />
        )}
      </Field>
      {free.some((code) => !chosen.includes(code)) ? (
        <p>
          <Button onClick={() => setChosen([...new Set([...chosen, ...free])])}>
            {t('takeAllFree', { n: free.length })}
          </Button>
        </p>
      ) : null}
      <Field
        title={t('gridOrg')}
        hint={t('gridOrgHint')}
        required
        invalid={fieldMessage(save.error, '/orgId')}
      >
        {(field) => (
          <Select
            {...field}
            showSearch={{ optionFilterProp: 'label' }}
            value={orgId}
            options={orgs.map((org) => ({
              value: org.orgId,
              label: `${org.name} · ${label(org.kindTitle)}`,
            }))}
            onChange={setOrgId}
          />
        )}
      </Field>
      <p className="soft">{t('drawnFromToday')}</p>
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
          {t('saveGrid')}
        </Button>
        {gridId === fresh ? null : (
          <Button
            danger
            size="large"
            loading={end.isPending}
            onClick={() => end.mutate(commandIdFor({ end: gridId }))}
          >
            {t('endGrid')}
          </Button>
        )}
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}

/** The first number no grid here has. */
function freeName(grids: CompoundGrids['grids'], named: (n: number) => string): string {
  const taken = new Set(grids.map(({ name }) => name));
  for (let n = 1; ; n += 1) if (!taken.has(named(n))) return named(n);
}
