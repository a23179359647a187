import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';

export function today(model: Model, now: string): string {
  return localDateOf(now, model.timeZone);
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10);
}
