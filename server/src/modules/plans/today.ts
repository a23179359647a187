import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';

export function today(model: Model, now: string): string {
  return localDateOf(now, model.timeZone);
}
