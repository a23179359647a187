/** What the planner says in words, in both languages, made of counts alone. */
import type { BoundName, ImpossibleCode, Label } from './types.ts';

const titles: Record<BoundName, Label> = {
  areasMin: { zh: '网格数下限', en: 'least number of areas' },
  areasMax: { zh: '网格数上限', en: 'greatest number of areas' },
  membersPerAreaMin: { zh: '每网格成员数下限', en: 'least members per area' },
  membersPerAreaMax: { zh: '每网格成员数上限', en: 'most members per area' },
  homesPerMemberMin: { zh: '每名成员户数下限', en: 'least homes per member' },
  homesPerMemberMax: { zh: '每名成员户数上限', en: 'most homes per member' },
  availability: { zh: '可参加的成员', en: 'members available' },
  contiguity: { zh: '网格连片', en: 'areas hang together' },
};

/**
 * A bound's title.
 *
 * @example boundTitle('areasMin').en // 'least number of areas'
 */
export function boundTitle(name: BoundName): Label {
  return titles[name];
}

export function labelOfConflict(
  code: ImpossibleCode,
  conflict: readonly BoundName[],
  n: Readonly<Record<string, number>>,
): Label {
  const counts = countsOf(conflict, n);
  switch (code) {
    case 'no-homes':
      return { zh: '没有住户，无法划分。', en: 'There are no homes to plan for.' };
    case 'no-members':
      return {
        zh: `${n.members} 名成员中没有人可参加。`,
        en: `None of the ${n.members} members is available.`,
      };
    case 'too-few-homes':
      return {
        zh: `至少需要 ${n.neededHomes} 户才能满足（${counts.zh}），现有 ${n.homes} 户。`,
        en: `At least ${n.neededHomes} homes are needed (${counts.en}); there are ${n.homes}.`,
      };
    case 'too-many-homes':
      return {
        zh: `最多只能服务 ${n.capacityOfGrids} 户（${counts.zh}），现有 ${n.homes} 户。`,
        en: `At most ${n.capacityOfGrids} homes can be served (${counts.en}); there are ${n.homes}.`,
      };
    case 'too-few-members':
      return {
        zh: `至少需要 ${n.neededMembers} 名成员（${counts.zh}），可参加的有 ${n.available} 名。`,
        en: `At least ${n.neededMembers} members are needed (${counts.en}); ${n.available} are available.`,
      };
    case 'too-few-members-for-homes':
      return {
        zh: `${n.homes} 户需要服务，${n.available} 名可参加的成员最多服务 ${n.capacityOfMembers} 户（${counts.zh}）。`,
        en: `${n.homes} homes need serving; the ${n.available} members available can serve ${n.capacityOfMembers} at most (${counts.en}).`,
      };
    case 'too-few-buildings':
      return {
        zh: `至少要划分 ${n.areasMin} 个网格，但只有 ${n.buildings} 栋楼，一栋楼不能拆到两个网格。`,
        en: `At least ${n.areasMin} areas are wanted, but there are ${n.buildings} buildings, and none is divided.`,
      };
    case 'building-too-large':
      return {
        zh: `最大的一栋楼有 ${n.largestBuilding} 户，一个网格最多 ${n.capacityOfGrid} 户（${counts.zh}）。`,
        en: `The largest building has ${n.largestBuilding} homes, an area can have ${n.capacityOfGrid} at most (${counts.en}).`,
      };
    case 'crossed-bounds':
      return {
        zh: `下限高于上限：${counts.zh}。`,
        en: `A least is above its most: ${counts.en}.`,
      };
    case 'parts-apart':
      return {
        zh: `楼栋分成互不相邻的 ${n.parts} 片，网格又须连片（${counts.zh}），无法同时满足。`,
        en: `The buildings fall into ${n.parts} parts with no way between them, and areas must hang together (${counts.en}).`,
      };
    default:
      return {
        zh: `${n.buildings} 栋楼（每栋不拆开）、${n.homes} 户、${n.available} 名可参加的成员，不能同时满足：${counts.zh}。`,
        en: `With ${n.buildings} buildings (none is divided), ${n.homes} homes and ${n.available} members available these cannot hold together: ${counts.en}.`,
      };
  }
}

export function labelOfNotFound(): Label {
  return {
    zh: '在搜索限度内没有找到方案，也没有证明无解。可放宽均衡要求或换一个种子再试。',
    en: 'No plan was found within the limits of the search, and none is excluded. Try another seed or wider bounds.',
  };
}

export function labelOfMend(
  name: BoundName,
  { from, to, by }: { from: number; to: number; by: number },
  isEnough: boolean,
): Label {
  const rest = isEnough
    ? { zh: '。', en: '.' }
    : { zh: '，但还有其他限制不能同时满足。', en: '; another conflict remains then.' };
  if (name === 'availability') {
    return {
      zh: `增加 ${by} 名可参加的成员（${from} → ${to}）${rest.zh}`,
      en: `Add ${by} available members (${from} → ${to})${rest.en}`,
    };
  }
  if (name === 'contiguity') {
    return {
      zh: `允许网格跨越 ${from} 片之间的间隔${rest.zh}`,
      en: `Let areas reach across the gaps between the ${from} parts${rest.en}`,
    };
  }
  const title = titles[name];
  return {
    zh: `把“${title.zh}”由 ${from} 改为 ${to}${rest.zh}`,
    en: `Change “${title.en}” from ${from} to ${to}${rest.en}`,
  };
}

function countsOf(conflict: readonly BoundName[], n: Readonly<Record<string, number>>): Label {
  const entries = conflict.map((name) => {
    const value = name === 'availability' ? n.available : n[name];
    return name === 'contiguity'
      ? titles[name]
      : { zh: `${titles[name].zh} ${value}`, en: `${titles[name].en} ${value}` };
  });
  return { zh: entries.map(({ zh }) => zh).join('、'), en: entries.map(({ en }) => en).join(', ') };
}
