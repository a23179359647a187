import { emptyDraft, type VerbDraft } from './verb-request.ts';

/** Half-filled forms survive a reload. Per person, case and verb; photos are not kept here. */
const prefix = 'linli.console.draft';
const keyOf = (personId: string, caseId: string, verb: string) => `${prefix}:${personId}:${caseId}:${verb}`;

export function readDraft(personId: string, caseId: string, verb: string): VerbDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(personId, caseId, verb)) ?? 'null');
    if (typeof kept === 'object' && kept !== null) return { ...emptyDraft, ...kept };
  } catch {
    // Not readable: start empty.
  }
  return emptyDraft;
}

export function keepDraft(personId: string, caseId: string, verb: string, draft: VerbDraft): void {
  try {
    localStorage.setItem(keyOf(personId, caseId, verb), JSON.stringify(draft));
  } catch {
    // No storage: the form itself still holds it.
  }
}

export function dropDraft(personId: string, caseId: string, verb: string): void {
  try {
    localStorage.removeItem(keyOf(personId, caseId, verb));
  } catch {
    // See keepDraft.
  }
}

/** A half-filled form that is not of a case, under a name of its own. */
export interface FormDraft<Words> {
  read(): Words | null;
  keep(words: Words): void;
  drop(): void;
}

/** `isWords`: an older page may have kept something else under this name. */
export function formDraft<Words>(
  personId: string,
  form: string,
  isWords: (kept: unknown) => kept is Words,
): FormDraft<Words> {
  const key = `${prefix}:${personId}:${form}`;
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        return isWords(kept) ? kept : null;
      } catch {
        return null;
      }
    },
    keep(words) {
      try {
        localStorage.setItem(key, JSON.stringify(words));
      } catch {
        // See keepDraft.
      }
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        // See keepDraft.
      }
    },
  };
}

/** On signing out: what one person typed is not for the next one at this machine. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${prefix}:`)) localStorage.removeItem(key);
  } catch {
    // See keepDraft.
  }
}
