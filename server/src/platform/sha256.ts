import { hash } from 'node:crypto';
import type { Sha256 } from '@linli/engine';

/** The engine's SHA-256 as the machine has it: three times as quick over a large ballot as the one every platform has. */
export const sha256: Sha256 = (said) => hash('sha256', said);
