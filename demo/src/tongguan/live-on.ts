/** Tongguan goes on: what was under way is brought further, every day has its cases, and the present is a living one again. */
import { BrokenStory, CaseLife, ReachedPresent } from '../story/case-life.ts';
import { problemTexts } from '../story/report-texts.ts';
import type { RunningCase } from '../story/running-case.ts';
import type { ToldCase } from '../story/told-case.ts';
import type { LivedOn } from '../tell-city.ts';
import { everydayCases, type TongguanTools } from './cases.ts';
import type { BuiltCompound } from './geography.ts';
import { livingCases } from './living.ts';
import { orderTexts, whistleTexts } from './other-texts.ts';
import { onTheGround } from './places.ts';
import { tellOn } from './plots.ts';
import { Story } from './story.ts';

/** Of a longer absence only the last part is told: nobody looks for what was settled before. */
const mostDays = 45;

export function liveOn(tools: TongguanTools, from: string, running: readonly RunningCase[]): LivedOn {
  return {
    continued: running.map((one) => carryOn(tools, from, one)),
    opened: openedSince(tools, from),
  };
}

function* openedSince(tools: TongguanTools, from: string): Generator<ToldCase, void, undefined> {
  const earliest = new Date(Date.parse(tools.now) - mostDays * 86_400_000).toISOString();
  yield* everydayCases(tools, from > earliest ? from : earliest, tools.now);
  // What takes longer to climb than the absence lasted still stands on its rung from before.
  for (const told of livingCases(tools, from)) if (told.life.state.openedAt > from) yield told;
}

function carryOn(tools: TongguanTools, from: string, { caseId, state }: RunningCase): CaseLife {
  const random = tools.random.stream(`on with ${caseId}`);
  const { model, directory, now } = tools;
  const life = CaseLife.continued({ model, directory, random, caseId, until: now }, state, from);
  const compound = tools.geography.compounds.find(({ code }) => state.areaCode.startsWith(code));
  const texts = textsFor(state);
  try {
    const story = new Story(tools, {
      life,
      random,
      place: onTheGround(random, compound ?? (tools.geography.compounds[0] as BuiltCompound)),
      reporter: { personId: state.reporterId, isStaff: false },
      handlers: texts.by ?? { 'property-manager': 1 },
      outcomes: texts.done,
    });
    tellOn(story, random, random.pick(whistleTexts[0]?.ground ?? ['属部门职责清单事项。']));
    life.letPass(now);
  } catch (error) {
    // What was told so far has happened; the rest waits for somebody.
    if (error instanceof BrokenStory) life.letPass(now);
    else if (!(error instanceof ReachedPresent)) throw error;
  }
  return life;
}

/** What is said when such a case is settled, and who usually does it. */
function textsFor({
  kind,
  category,
}: RunningCase['state']): Pick<(typeof problemTexts)[string], 'done' | 'by'> {
  if (kind === 'order') return { done: orderTexts.flatMap(({ done }) => done), by: orderTexts[0]?.by ?? {} };
  if (kind === 'whistle') {
    return { done: whistleTexts.flatMap(({ done }) => done), by: { 'department-liaison': 1 } };
  }
  return problemTexts[category ?? 'other'] ?? (problemTexts.other as (typeof problemTexts)[string]);
}
