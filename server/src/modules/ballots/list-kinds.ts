/** Kinds of ballots the city knows, their rules in plain words, and where the viewer may convene them. */
import type { BallotKinds } from '@linli/contract';
import { type BallotQuestion, jointMatterLaw, ruleOf } from '@linli/engine';
import type { BallotKind, Limit, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Viewer } from '../people/index.ts';
import { findNames } from './names.ts';
import { limitWords, ruleWords } from './words.ts';

type KindView = BallotKinds['kinds'][number];

export async function listKinds(tx: Tx, model: Model, viewer: Viewer): Promise<BallotKinds> {
  const kinds: KindView[] = [];
  for (const [key, kind] of Object.entries(model.ballots)) {
    kinds.push({
      key,
      title: kind.title,
      description: kind.description,
      form: kind.form,
      electorate: kind.electorate.of,
      ageFrom: kind.electorate.ageFrom,
      secret: kind.secret,
      channels: kind.channels,
      maxProxies: kind.maxProxies,
      matters: kind.matters.map((matter) => {
        const rule = ruleOf(kind, { ...emptyQuestion, matter });
        return {
          key: matter,
          title: jointMatterLaw[matter].title,
          rule: ruleWords(rule),
          source: rule.source,
        };
      }),
      choose: kind.choose,
      picks: kind.picks,
      seats: kind.seats,
      seatsOdd: kind.seatsOdd,
      photographs: kind.photographs,
      nominate: kind.nominate.map((channel) => ({
        key: channel,
        title: model.nominationChannels[channel]?.title ?? { zh: channel, en: channel },
      })),
      silence: kind.silence,
      limits: limitsOf(model, key, kind),
      priorStudy: kind.priorStudy && {
        title: kind.priorStudy.title,
        words: {
          zh: `${limitWords(model, kind.priorStudy.limit).zh}内出具意见；到期没有意见，记录后继续。`,
          en: `An opinion within ${limitWords(model, kind.priorStudy.limit).en}; without one that is recorded and the ballot goes on.`,
        },
      },
      basis: kind.basis,
      municipalSystem: kind.municipalSystem,
      convene: await placesToConvene(tx, model, viewer, kind),
    });
  }
  return { kinds };
}

const emptyQuestion: BallotQuestion = {
  key: '',
  title: '',
  form: 'motion',
  matter: null,
  options: [],
  choose: { min: 0, max: 1 },
  picks: null,
  budgetFen: null,
};

function limitsOf(model: Model, key: string, kind: BallotKind): KindView['limits'] {
  const source = (part: string): string | null =>
    model.sources[`ballots.${key}.${part}`] ?? model.sources[`ballots.${key}`] ?? null;
  const limit = (part: string, title: KindView['title'], one: Limit | null): KindView['limits'] =>
    one === null
      ? []
      : [
          {
            key: part,
            title,
            words: limitWords(model, one),
            source: source(part),
            minutes: minutesOf(one),
          },
        ];
  const { min, max } = kind.voting;
  const [least, most] = [limitWords(model, min), limitWords(model, max)];
  return [
    ...limit('notice', { zh: '公示到开始表决，至少', en: 'From posting to voting, at least' }, kind.notice),
    ...limit('posting', { zh: '名册公示', en: 'The roll may be corrected for' }, kind.posting),
    {
      key: 'voting',
      title: { zh: '表决期', en: 'Time of voting' },
      words: { zh: `${least.zh}至${most.zh}`, en: `${least.en} to ${most.en}` },
      source: source('voting'),
      minutes: minutesOf(min, max),
    },
    ...limit('counting', { zh: '计票，至多', en: 'Counted within' }, kind.counting),
    ...limit('announcing', { zh: '公示结果，至多', en: 'Result posted within' }, kind.announcing),
    ...limit('objections', { zh: '异议期', en: 'Objections taken for' }, kind.objections),
  ];
}

/** How long on every clock; null where a calendar says which hours or days count. */
function minutesOf(least: Limit, most?: Limit): KindView['limits'][number]['minutes'] {
  const isPlain = ({ unit, calendar }: Limit): boolean => unit === 'minutes' && calendar === 'always';
  if (!isPlain(least) || (most && !isPlain(most))) return null;
  return { least: least.amount, most: most?.amount ?? null };
}

async function placesToConvene(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  kind: BallotKind,
): Promise<KindView['convene']> {
  const reach = [
    ...new Set(
      viewer.posts.filter(({ role }) => kind.convenedBy.includes(role)).flatMap(({ areas }) => areas),
    ),
  ];
  if (reach.length === 0) return [];
  const { rows } = await tx.query<{ code: string; name: string; level: string }>(
    `SELECT code, full_name AS name, level FROM areas
      WHERE tenant_id = $1 AND level = ANY ($2::text[])
        AND EXISTS (SELECT FROM unnest($3::text[]) AS reach (code)
                     WHERE starts_with(areas.code, reach.code))
      ORDER BY length(code), code LIMIT 3000`,
    [tx.tenantId, [kind.level, ...kind.alsoAt], reach],
  );
  const whole = rows.filter(({ level }) => level === kind.level);
  const parts = rows.filter(({ level }) => kind.alsoAt.includes(level));
  const places = whole.map(({ code, name }) => ({
    code,
    name,
    parts: parts
      .filter((part) => part.code.startsWith(code) && part.code !== code)
      .map((part) => ({ code: part.code, name: part.name })),
  }));
  // Whose post covers a part alone convenes there alone; the whole area is named, so that the ballot says where it lies.
  const codeLength = model.levels.find(({ key }) => key === kind.level)?.codeLength ?? 0;
  const orphans = parts.filter(({ code }) => !whole.some((area) => code.startsWith(area.code)));
  const byWhole = Map.groupBy(orphans, ({ code }) => code.slice(0, codeLength));
  const { area } = await findNames(tx, { areas: [...byWhole.keys()] });
  for (const [code, some] of byWhole) {
    places.push({
      code,
      name: area(code),
      parts: some.map((part) => ({ code: part.code, name: part.name })),
    });
  }
  return places;
}
