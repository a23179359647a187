/** Writes down the ownership register, areas of homes and dates of birth, with what the server makes of names and documents. */
import { type Deps, insertOwnerships, newOwnership, type Tx } from '@linli/server';
import type { ToldRegisters } from '../story/told-registers.ts';
import { bytea, insertRows } from './insert-rows.ts';

const dayMs = 86_400_000;
/** The registers were entered when the city began to use them. */
const enteredDaysAgo = 430;
const rowsAtOnce = 2_000;

export async function writeRegisters(
  deps: Deps,
  tx: Tx,
  { homes, ownerships, births }: ToldRegisters,
  now: string,
): Promise<void> {
  const at = new Date(Date.parse(now) - enteredDaysAgo * dayMs).toISOString();
  await insertRows(
    tx,
    'home_areas',
    { area_code: 'text', exclusive_area_dm2: 'integer', source: 'text', recorded_at: 'timestamptz' },
    homes.map(({ code, areaDm2, source }) => ({
      area_code: code,
      exclusive_area_dm2: areaDm2,
      source,
      recorded_at: at,
    })),
  );
  for (let from = 0; from < ownerships.length; from += rowsAtOnce) {
    const rows = ownerships
      .slice(from, from + rowsAtOnce)
      .map(({ documentNumber, phone, isVoter, from: since, ...words }) =>
        newOwnership(
          deps.secrets,
          tx.tenantId,
          {
            ...words,
            ...(documentNumber === null ? {} : { documentNumber }),
            ...(phone === null ? {} : { phone }),
          },
          { from: since, isVoter },
        ),
      );
    await insertOwnerships(tx, rows, { at, personId: null });
  }
  await insertRows(
    tx,
    'birth_dates',
    {
      person_id: 'uuid',
      born_on_cipher: 'bytea',
      entered_at: 'timestamptz',
      entered_by_person_id: 'uuid',
    },
    births.map(({ personId, bornOn, byPersonId }) => ({
      person_id: personId,
      born_on_cipher: bytea(deps.secrets.encrypt({ tenantId: tx.tenantId, field: 'birth-date' }, bornOn)),
      entered_at: at,
      entered_by_person_id: byPersonId,
    })),
  );
}
