import { areasExport } from './areas-export.ts';
import { areasImport } from './areas-import.ts';
import { ballotVerify } from './ballot-verify.ts';
import type { Command } from './command.ts';
import { demoMake } from './demo-make.ts';
import { jobs } from './jobs.ts';
import { modelCheck } from './model-check.ts';
import { password } from './password.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { verify } from './verify.ts';

/** Every command, in the order `help` shows them. */
export const commands: Command[] = [
  setup,
  password,
  modelCheck,
  demoMake,
  areasImport,
  areasExport,
  verify,
  ballotVerify,
  jobs,
  settings,
];
