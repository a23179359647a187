/** What somebody typed for a step of a case survives a reload, until it is sent. Per case and verb, on this device. */
const prefix = 'linli.words';
const keyOf = (caseId: string, verb: string) => `${prefix}:${caseId}:${verb}`;

export function readWords(caseId: string, verb: string): string {
  try {
    return localStorage.getItem(keyOf(caseId, verb)) ?? '';
  } catch {
    // No storage (private window): the form itself still holds it.
    return '';
  }
}

/** Empty words are none. */
export function keepWords(caseId: string, verb: string, words: string): void {
  try {
    if (words === '') localStorage.removeItem(keyOf(caseId, verb));
    else localStorage.setItem(keyOf(caseId, verb), words);
  } catch {
    // See readWords.
  }
}

/** On signing out: what one person typed is not for the next one at this device. */
export function dropAllWords(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${prefix}:`)) localStorage.removeItem(key);
  } catch {
    // See readWords.
  }
}
