import type { Command } from './command.ts';
import { jobs } from './jobs.ts';
import { modelCheck } from './model-check.ts';
import { settings } from './settings.ts';

/** Every command, in the order `help` shows them. */
export const commands: Command[] = [modelCheck, jobs, settings];
