/** In this order always, told apart also by those who see red and green alike (Paul Tol, “muted”); the number says it too. */
const colours = [
  '#88ccee',
  '#ddcc77',
  '#44aa99',
  '#cc6677',
  '#999933',
  '#332288',
  '#aa4499',
  '#117733',
  '#882255',
] as const;

export function gridColour(number: number): string {
  return colours[(number - 1) % colours.length] ?? colours[0];
}
