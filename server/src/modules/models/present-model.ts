/** The words of a city, and what this viewer may open: what a face needs to draw its forms and lists. */
import { createHash } from 'node:crypto';
import type { ModelView } from '@linli/contract';
import { isAmong, opinionField, spine } from '@linli/engine';
import type { Ask, CaseKind, Model, Station } from '@linli/model';

/** As much of a viewer as decides what may be opened. */
export interface Opener {
  personId: string | null;
  posts: readonly { postId: string; role: string; orgId: string }[];
}

export interface ModelReply {
  view: ModelView;
  /** Changes with the model, with what the viewer may open, and with the shape of the reply. */
  etag: string;
}

/** Few distinct replies exist for one model, so each is made once. */
const made = new WeakMap<Model, Map<string, ModelReply>>();

export function presentModel(model: Model, opener: Opener): ModelReply {
  const open = new Set(Object.keys(model.caseKinds).filter((key) => mayOpen(model.caseKinds[key], opener)));
  const replies = made.get(model) ?? new Map<string, ModelReply>();
  made.set(model, replies);
  const key = [...open].join(' ');
  let reply = replies.get(key);
  if (reply === undefined) {
    const view = wordsOfCity(model, open);
    const etag = `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;
    reply = { view, etag };
    replies.set(key, reply);
  }
  return reply;
}

/**
 * Where every case of a kind is sent under an account, a visitor may begin one too: signing in makes a resident of
 * anybody, and the form asks for it. Whether a post covers the place is decided when the place is known.
 */
function mayOpen(kind: CaseKind | undefined, { personId, posts }: Opener): boolean {
  if (!kind) return false;
  if (isAmong({ personId, isReporter: false, posts: [...posts] }, kind.openedBy, null)) return true;
  return personId === null && kind.account === 'required' && kind.openedBy.includes('resident');
}

const waysOff: Station[] = ['returned', 'reopened', 'withdrawn', 'merged'];

function wordsOfCity(model: Model, open: ReadonlySet<string>): ModelView {
  return {
    key: model.key,
    version: model.version,
    title: model.title,
    kinds: Object.entries(model.caseKinds).map(([key, kind]) => {
      const ladder = kind.ladder === null ? undefined : model.ladders[kind.ladder];
      return {
        key,
        title: kind.title,
        description: kind.description,
        account: kind.account,
        mayOpen: open.has(key),
        asks: Object.entries(kind.asks).map(([field, ask]) => presentAsk(field, ask)),
        stations: [...spine, ...waysOff].flatMap((station) => {
          const rule = kind.stations[station];
          return rule === undefined ? [] : [{ key: station, title: rule.title }];
        }),
        ladder: ladder
          ? { title: ladder.title, rungs: ladder.rungs.map((rung) => ({ key: rung.key, title: rung.title })) }
          : null,
      };
    }),
    problems: Object.entries(model.problems).map(([key, { title, parent, severity }]) => ({
      key,
      title,
      parent,
      severity,
    })),
    levels: model.levels.map(({ key, title }) => ({ key, title })),
    roles: Object.entries(model.roles).map(([key, { title }]) => ({ key, title })),
    registers: [
      ...(asksForOpinions(model) ? (['opinions'] as const) : []),
      ...(Object.keys(model.establishments).length > 0 ? (['establishments'] as const) : []),
      // Roads that nobody is appointed for are nobody's page.
      ...(Object.values(model.roles).some(({ per }) => per?.of === 'segment') ? (['segments'] as const) : []),
    ],
  };
}

function presentAsk(key: string, ask: Ask): ModelView['kinds'][number]['asks'][number] {
  const { title, hint, kind, required, max, min, choices, onYes } = ask;
  return { key, title, hint, kind, required, max, min, choices, onYes };
}

/** As an exercise of a power, or before an appointment. */
function asksForOpinions({ caseKinds, powers, roles }: Model): boolean {
  const named = [
    ...Object.values(powers).flatMap(({ exercisedBy }) => exercisedBy),
    ...Object.values(roles).flatMap(({ opinion }) => opinion ?? []),
  ];
  return named.some((key) => {
    const kind = caseKinds[key];
    return kind !== undefined && opinionField(kind) !== null;
  });
}
