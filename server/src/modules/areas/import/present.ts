import {
  fill,
  type ImportFault,
  type ImportState,
  type ImportView,
  importFaults,
  type Locale,
} from '@linli/contract';
import type { Model } from '@linli/model';
import type { FaultRecord, ImportRecord } from './store.ts';

const verbs: Record<ImportState, ImportView['verbs']> = {
  waiting: ['cancel'],
  checking: ['cancel'],
  faulty: ['cancel'],
  ready: ['apply', 'cancel'],
  applying: ['cancel'],
  applied: [],
  cancelled: [],
  failed: [],
};

export function presentImport(model: Model, one: ImportRecord, mayApply: boolean): ImportView {
  const levels = one.summary?.levels ?? [];
  const sum = (key: 'new' | 'changed' | 'same' | 'missing') =>
    levels.reduce((all, { counts }) => all + counts[key], 0);
  return {
    importId: one.importId,
    state: one.state,
    fileName: one.fileName,
    sizeBytes: one.sizeBytes,
    createdAt: one.createdAt,
    createdBy: one.personName,
    endedAt: one.endedAt,
    rows: one.summary?.rows ?? null,
    counts:
      one.summary === null
        ? null
        : { new: sum('new'), changed: sum('changed'), same: sum('same'), missing: sum('missing') },
    levels: levels.map(({ level, counts }) => ({
      level,
      levelTitle: model.levels.find(({ key }) => key === level)?.title ?? { zh: level, en: level },
      counts,
    })),
    leftOut: one.summary?.leftOut ?? 0,
    sheetsNotRead: one.summary?.sheetsNotRead ?? [],
    faultCount: one.faultCount,
    wasCheckedAgain: one.wasCheckedAgain,
    progress: one.progress,
    failure: one.failure,
    verbs: !mayApply || one.cancelAskedAt !== null ? [] : verbs[one.state],
  };
}

export function presentFault({ data, ...one }: FaultRecord, locale: Locale): ImportFault {
  const language = locale === 'en' ? 'en' : 'zh';
  const { what, mend } = importFaults[one.code];
  return { ...one, what: fill(what[language], data), mend: fill(mend[language], data) };
}
