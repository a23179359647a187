/** What a command of `npm run linli` is. */
export interface Command {
  /** `model check`: one to three words. */
  name: string;
  /** One line. */
  summary: string;
  /** Names of what must follow, in capitals: `FILE`. */
  parameters?: string[];
  /** More of the last kind may follow. */
  takesMore?: boolean;
  options?: Record<string, { type: 'string' | 'boolean'; description: string }>;
  /** Returns the exit code: 0 done, 1 found something wrong. Throws UsageError when called wrongly. */
  run(call: CommandCall): Promise<number>;
}

export interface CommandCall {
  parameters: string[];
  options: Record<string, string | boolean | undefined | (string | boolean)[]>;
  /** A path as the person wrote it, made absolute. */
  path(name: string): string;
}

export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
