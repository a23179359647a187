const smallest = 10_000_000;

/**
 * Eight figures by chance, for a paper that bears no name: in the order of printing a serial would lead back to its home. With
 * six, every second vote of a thousand papers would have two of one serial, and one of the two would not be counted.
 */
export function newSerial(taken: readonly string[]): string {
  for (;;) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    const serial = String(smallest + (number % (smallest * 9)));
    if (!taken.includes(serial)) return serial;
  }
}
