/** Registers that ballots are made from, as they will be written down: who owns which home, and who was born when. */
export interface ToldHome {
  code: string;
  areaDm2: number;
  source: 'register' | 'survey' | 'contract';
}

export interface ToldOwnership {
  homeCode: string;
  name: string;
  /** What two homes of one buyer are known by; only a keyed hash of it is kept. Null: nobody has shown a document. */
  documentNumber: string | null;
  phone: string | null;
  isDeveloper: boolean;
  isVoter: boolean;
  from: string;
}

export interface ToldBirth {
  personId: string;
  bornOn: string;
  /** Who entered it: the person, or whoever administers the place. */
  byPersonId: string;
}

export interface ToldRegisters {
  homes: ToldHome[];
  ownerships: ToldOwnership[];
  births: ToldBirth[];
}

export function emptyRegisters(): ToldRegisters {
  return { homes: [], ownerships: [], births: [] };
}
