/**
 * One key for each verb of the spine. The verbs are the house's, only their words are the city's, so the
 * keys stay the same in every city. Letters that move through lists (j, k, x, q) are kept free.
 */
export const verbKeys: Readonly<Record<string, string>> = {
  accept: 'a',
  assign: 'd',
  claim: 'c',
  start: 's',
  return: 'b',
  reroute: 't',
  pause: 'p',
  resume: 'p',
  answer: 'w',
  note: 'n',
  urge: 'u',
  resolve: 'f',
  verify: 'v',
  reject: 'r',
  close: 'z',
  merge: 'm',
  reopen: 'o',
  climb: 'l',
  decide: 'e',
  descend: 'g',
  'ask-part': 'h',
  'sign-part': 'i',
};

/** The offered verb that a key stands for; the main one where two share it. */
export function verbOfKey<V extends { verb: string; primary: boolean }>(
  verbs: readonly V[],
  key: string,
): V | undefined {
  const found = verbs.filter((one) => verbKeys[one.verb] === key);
  return found.find((one) => one.primary) ?? found[0];
}
