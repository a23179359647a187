/**
 * The grid planner at the corner of Tongguan's bounds (3,600 homes, 450 members: every member must take 8 homes, every
 * grid be of exactly 400) and with room (480 members; 3,000 homes), against the proven bounds and the plain way; and how
 * many ordinary compounds of 600 to 2,400 homes a second of one core plans. CPU time, not the clock: others share the
 * machine. A plan with a fault ends the bench.
 */
import {
  type Building,
  checkPlan,
  greedyPlan,
  loadSolver,
  type Member,
  type Plan,
  type Problem,
  planGrids,
  type Solver,
  seededRandom,
} from '../packages/planner/src/index.ts';

const bounds = {
  areasMin: 5,
  areasMax: 9,
  membersPerAreaMin: 30,
  membersPerAreaMax: 50,
  homesPerMemberMin: 4,
  homesPerMemberMax: 8,
};
const corner = [1, 2, 3, 4, 5].map((seed) => ({ seed, homes: 3600, members: 450, buildings: 90 }));
const roomy = [
  { seed: 6, homes: 3600, members: 480, buildings: 90 },
  { seed: 7, homes: 3000, members: 450, buildings: 110 },
];
/** A sample: a city's 300 take five times as long. */
const compounds = 60;

export async function planner(): Promise<Record<string, unknown>> {
  const solver = await loadSolver();
  const large = [...corner, ...roomy].map((size) => ({ ...size, ...measure(solver, makeCompound(size)) }));
  const atCorner = large.filter(({ members, homes }) => members === 450 && homes === 3600);
  const started = cpuSeconds();
  let plans = 0;
  let worstGap = 0;
  for (let seed = 0; seed < compounds; seed += 1) {
    const random = seededRandom(seed + 100);
    const homes = 600 + 4 * Math.floor(random() * 450);
    const members = Math.ceil(Math.max(155, homes / 7));
    const buildings = Math.max(10, Math.round(homes / (30 + 40 * random())));
    const problem = makeCompound({ seed: seed + 1000, homes, members, buildings });
    const answer = planGrids(problem, solver, { seed: 1 });
    if (answer.kind !== 'plan') continue;
    proveSound(problem, answer);
    plans += 1;
    worstGap = Math.max(worstGap, answer.proof.joint.optimalityGap);
  }
  const seconds = cpuSeconds() - started;
  return {
    bench: 'planner',
    goal: '3,600 homes, 450 members: under 5 s, within 1 % of the bound',
    cornerCpuSecondsWorst: round(Math.max(...atCorner.map(({ cpu }) => cpu))),
    cornerGapGivenGridsWorst: round(Math.max(...atCorner.map(({ gapGivenGrids }) => gapGivenGrids))),
    cornerGapJointWorst: round(Math.max(...atCorner.map(({ gapJoint }) => gapJoint))),
    large,
    compounds: {
      count: compounds,
      plans,
      cpuSeconds: round(seconds),
      perCpuSecond: round(compounds / seconds),
      cpuSecondsFor300: round((300 * seconds) / compounds),
      gapJointWorst: round(worstGap),
    },
    solverMegabytes: Math.round(solver.memoryBytes / 1e6),
  };
}

function measure(solver: Solver, problem: Problem) {
  const started = cpuSeconds();
  const answer = planGrids(problem, solver);
  const cpu = round(cpuSeconds() - started);
  if (answer.kind !== 'plan') throw new Error(`no plan: ${answer.message.en}`);
  proveSound(problem, answer);
  const greedy = greedyPlan(problem);
  if (!greedy) throw new Error('the plain way found nothing');
  return {
    cpu,
    metres: Math.round(answer.metres),
    gapGivenGrids: round(answer.proof.givenGrids.optimalityGap),
    gapJoint: round(answer.proof.joint.optimalityGap),
    gapSolver: round(answer.metres / answer.proof.solverBound - 1),
    greedy: {
      metres: Math.round(greedy.metres),
      unserved: greedy.unserved.length,
      faults: checkPlan(problem, greedy).length,
    },
  };
}

function proveSound(problem: Problem, plan: Plan): void {
  const [fault] = checkPlan(problem, plan);
  if (fault) throw new Error(`a plan with a fault: ${JSON.stringify(fault)}`);
}

/** Rows of buildings of 60 to 140 % of the mean, members living anywhere. */
function makeCompound({
  seed,
  homes: total,
  members: memberCount,
  buildings: count,
}: {
  seed: number;
  homes: number;
  members: number;
  buildings: number;
}): Problem {
  const random = seededRandom(seed);
  const homes = Array.from(
    { length: count },
    () => 4 * Math.round((total / count / 4) * (0.6 + 0.8 * random())),
  );
  let left = total - homes.reduce((sum, size) => sum + size, 0);
  for (let index = 0; left !== 0; index = (index + 1) % count) {
    const step = Math.sign(left) * Math.min(4, Math.abs(left));
    homes[index]! += step;
    left -= step;
  }
  const columns = Math.ceil(Math.sqrt(count));
  const buildings: Building[] = homes.map((size, index) => ({
    id: `b${index}`,
    at: { x: (index % columns) * 45 + random() * 20, y: Math.floor(index / columns) * 55 + random() * 20 },
    homes: size,
  }));
  const members: Member[] = Array.from({ length: memberCount }, (_, index) => {
    let draw = random() * total;
    const building = buildings.find((_, at) => {
      draw -= homes[at]!;
      return draw < 0;
    });
    return { id: `m${index}`, buildingId: (building ?? buildings[0]!).id, isAvailable: true };
  });
  return { buildings, members, bounds };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function round(figure: number): number {
  return Number(figure.toPrecision(3));
}
