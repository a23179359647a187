/** The same YAML with the keys of every map in another order. */
import { isMap, parseDocument, visit } from 'yaml';

export function shuffled(text: string, seed: number): string {
  const document = parseDocument(text);
  let state = seed | 0;
  // A small linear congruential generator: any order will do, the same one for the same seed.
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return state >>> 16;
  };
  visit(document, (_, node) => {
    if (!isMap(node)) return;
    for (let last = node.items.length - 1; last > 0; last -= 1) {
      const other = random() % (last + 1);
      [node.items[last], node.items[other]] = [node.items[other]!, node.items[last]!];
    }
  });
  return document.toString();
}
