/** Does an organisation keep the model's rules of size? Pure: what was counted goes in, what breaks comes out. */
import { type BrokenRule, counted, withArticle } from '@linli/contract';
import type { Bounds, Label, Model } from '@linli/model';

export interface Formed {
  kind: string;
  formation: string | null;
  /** Members as last counted, all areas together; null: not known. */
  members: number | null;
  /** Members of each area it covers, where they are told apart; null: they are not. */
  membersByArea: readonly number[] | null;
  /** How many areas it covers. */
  areas: number;
  /** Is there a grid of it? null: only thought of. */
  hasGrid: boolean | null;
  /** Who sits on its committee; null: only thought of. */
  committee: number | null;
}

/** Every rule that does not hold, with the reason and what would mend it. */
export function brokenRules(model: Model, formed: Formed): BrokenRule[] {
  const kind = model.orgKinds[formed.kind];
  if (!kind) return [];
  return [
    ...ofFormation(model, formed),
    ...ofKind(model, formed),
    ...ofCommittee(model, formed),
    ...(formed.members === null && hasRulesOfSize(model, formed)
      ? [
          rule(
            'size-unknown',
            {
              zh: '成员人数没有登记，无法核对',
              en: 'How many members it has was never entered, so it cannot be checked',
            },
            { zh: '登记正式成员人数', en: 'Enter how many full members it has' },
            null,
          ),
        ]
      : []),
  ];
}

function ofFormation(
  model: Model,
  { kind, formation, members, membersByArea, areas, hasGrid }: Formed,
): BrokenRule[] {
  const allowed = model.orgKinds[kind]?.formation ?? [];
  if (allowed.length === 0) return [];
  const choices = allowed.map((key) => model.formations[key]?.title ?? { zh: key, en: key });
  const choose: Label = {
    zh: `选择一种组建方式：${choices.map(({ zh }) => zh).join('、')}`,
    en: `Choose a way: ${choices.map(({ en }) => en).join(', ')}`,
  };
  if (formation === null) {
    return [
      rule(
        'formation-missing',
        { zh: '没有登记组建方式', en: 'How it was formed is not entered' },
        choose,
        null,
      ),
    ];
  }
  const way = allowed.includes(formation) ? model.formations[formation] : undefined;
  if (!way) {
    const reason = {
      zh: `这类组织不能以“${formation}”组建`,
      en: `This kind is not formed as “${formation}”`,
    };
    return [rule('formation-unknown', reason, choose, null)];
  }
  const at = `formations.${formation}`;
  const source = (key: string): string | null => model.sources[`${at}.${key}`] ?? model.sources[at] ?? null;
  const { zh, en } = way.title;
  const broken: BrokenRule[] = [];
  if (members !== null && isBelow(members, way.members)) {
    const min = way.members?.min ?? 0;
    broken.push(
      rule(
        'too-few-for-formation',
        {
          zh: `只有 ${members} 名成员，“${zh}”至少 ${min} 名`,
          en: `It has ${counted(members, 'member')}; “${en}” needs at least ${min}`,
        },
        {
          zh: `与相邻的${other(model, allowed, formation, 'zh')}，或发展到 ${min} 名`,
          en: `Share one with a neighbour (${other(model, allowed, formation, 'en')}), or grow to ${min}`,
        },
        source('members'),
      ),
    );
  }
  if (members !== null && isAbove(members, way.members)) {
    const max = way.members?.max ?? 0;
    broken.push(
      rule(
        'too-many-for-formation',
        {
          zh: `有 ${members} 名成员，“${zh}”至多 ${max} 名`,
          en: `It has ${counted(members, 'member')}; “${en}” allows ${max}`,
        },
        choose,
        source('members'),
      ),
    );
  }
  if (way.covers === 'one-area' && areas !== 1) {
    broken.push(
      rule(
        areas === 0 ? 'too-few-areas' : 'too-many-areas',
        {
          zh: `“${zh}”只覆盖一处，现有 ${areas} 处`,
          en: `“${en}” covers exactly one area, this one ${areas}`,
        },
        areas === 0 ? { zh: '登记它覆盖的区域', en: 'Enter the area it covers' } : choose,
        source('covers'),
      ),
    );
  }
  if (way.covers === 'several-areas') {
    const bounds: Bounds = { min: Math.max(2, way.areas?.min ?? 2), max: way.areas?.max ?? null };
    if (isBelow(areas, bounds)) {
      broken.push(
        rule(
          'too-few-areas',
          {
            zh: `“${zh}”至少覆盖 ${bounds.min} 处，现有 ${areas} 处`,
            en: `“${en}” is shared by at least ${bounds.min} areas, this one covers ${areas}`,
          },
          { zh: '加入相邻的一处，或改为单独组建', en: 'Add a neighbouring area, or form it on its own' },
          source('areas'),
        ),
      );
    }
    if (isAbove(areas, bounds)) {
      broken.push(
        rule(
          'too-many-areas',
          {
            zh: `“${zh}”至多覆盖 ${bounds.max} 处，现有 ${areas} 处`,
            en: `“${en}” is shared by at most ${bounds.max} areas, this one covers ${areas}`,
          },
          { zh: '分为两个组织', en: 'Make two of it' },
          source('areas'),
        ),
      );
    }
    const large = (membersByArea ?? []).filter((number) => isAbove(number, way.membersOfEach));
    if (large.length > 0) {
      const max = way.membersOfEach?.max ?? 0;
      broken.push(
        rule(
          'too-many-of-one-area',
          {
            zh: `其中 ${large.length} 处成员超过 ${max} 名（最多 ${Math.max(...large)} 名），可以自己组建`,
            en: `${large.length} of its areas have more than ${max} members (up to ${Math.max(...large)}) and can form their own`,
          },
          { zh: '成员够数的一处单独组建', en: 'Let the area that has enough form its own' },
          source('members-of-each'),
        ),
      );
    }
  }
  if (way.covers === 'grid' && hasGrid === false) {
    broken.push(
      rule(
        'no-grid',
        { zh: `“${zh}”须有自己的网格，现在没有`, en: `“${en}” needs a grid of its own and has none` },
        { zh: '先划定网格', en: 'Plan its grid first' },
        source('covers'),
      ),
    );
  }
  return broken;
}

function ofKind(model: Model, { kind: key, members }: Formed): BrokenRule[] {
  const kind = model.orgKinds[key];
  if (!kind?.members || members === null) return [];
  const source = model.sources[`org-kinds.${key}.members`] ?? model.sources[`org-kinds.${key}`] ?? null;
  const { zh, en } = kind.title;
  if (isAbove(members, kind.members)) {
    const next = kind.moreMembers === null ? null : model.orgKinds[kind.moreMembers]?.title;
    return [
      rule(
        'too-many-members',
        {
          zh: `有 ${members} 名成员，${zh}至多 ${kind.members.max} 名`,
          en: `It has ${counted(members, 'member')}; ${withArticle(en)} has at most ${kind.members.max}`,
        },
        next
          ? { zh: `改设${next.zh}`, en: `Make it ${withArticle(next.en)}` }
          : { zh: '分为两个组织', en: 'Make two of it' },
        source,
      ),
    ];
  }
  if (!isBelow(members, kind.members)) return [];
  const smaller = Object.values(model.orgKinds).find(({ moreMembers }) => moreMembers === key)?.title;
  return [
    rule(
      'too-few-members',
      {
        zh: `只有 ${members} 名成员，${zh}至少 ${kind.members.min} 名`,
        en: `It has ${counted(members, 'member')}; ${withArticle(en)} has at least ${kind.members.min}`,
      },
      smaller
        ? { zh: `改设${smaller.zh}`, en: `Make it ${withArticle(smaller.en)}` }
        : { zh: '与相邻的合并，或重新划分', en: 'Join it with a neighbour, or plan anew' },
      source,
    ),
  ];
}

function ofCommittee(model: Model, { kind: key, members, committee }: Formed): BrokenRule[] {
  const wanted = model.orgKinds[key]?.committee;
  // Without roles that sit on it, the model only says from what size there is one.
  if (!wanted || wanted.roles.length === 0 || members === null || committee === null) return [];
  if (members < wanted.from) return [];
  const source = model.sources[`org-kinds.${key}.committee`] ?? null;
  const { min, max } = wanted.seats;
  const size = {
    zh: `${min ?? 1}${max === null ? ' 名以上' : `至 ${max} 名`}`,
    en: `${min ?? 1} to ${max ?? '…'}`,
  };
  const nextStep = { zh: `选出委员 ${size.zh}`, en: `Elect a committee of ${size.en}` };
  if (committee === 0) {
    const reason = {
      zh: `成员达到 ${wanted.from} 名，应设委员会`,
      en: `From ${wanted.from} members on a committee leads it`,
    };
    return [rule('committee-missing', reason, nextStep, source)];
  }
  if (!isBelow(committee, wanted.seats) && !isAbove(committee, wanted.seats)) return [];
  const reason = {
    zh: `委员会有 ${committee} 名委员，应为 ${size.zh}`,
    en: `Its committee has ${committee}, it should have ${size.en}`,
  };
  return [rule('committee-size', reason, nextStep, source)];
}

function hasRulesOfSize(model: Model, { kind: key, formation }: Formed): boolean {
  const way = formation === null ? undefined : model.formations[formation];
  const kind = model.orgKinds[key];
  return kind?.members != null || way?.members != null;
}

function other(model: Model, allowed: readonly string[], formation: string, locale: 'zh' | 'en'): string {
  const shared = allowed.find(
    (key) => key !== formation && model.formations[key]?.covers === 'several-areas',
  );
  const title = shared === undefined ? undefined : model.formations[shared]?.title;
  return title?.[locale] ?? { zh: '合并', en: 'join' }[locale];
}

function rule(key: BrokenRule['rule'], reason: Label, nextStep: Label, source: string | null): BrokenRule {
  return { rule: key, reason, nextStep, source };
}

function isBelow(number: number, bounds: Bounds | null): boolean {
  return bounds?.min != null && number < bounds.min;
}

function isAbove(number: number, bounds: Bounds | null): boolean {
  return bounds?.max != null && number > bounds.max;
}
