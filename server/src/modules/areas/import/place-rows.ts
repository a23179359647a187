/**
 * Puts the rows of a file where they belong: finds the parent of each, gives codes where there are none, names what does
 * not fit, and says what would change. Level by level from the outermost, so that a parent may come from the same file.
 */
import type { ExclusiveAreaSource, ImportCounts, ImportFaultCode } from '@linli/contract';
import { exclusiveAreaSources } from '@linli/contract';
import type { Level, Model } from '@linli/model';
import type { Fault } from './cells.ts';
import type { Field } from './columns.ts';
import type { Box, KnownArea, KnownAreas, KnownAreaWhole } from './known-areas.ts';
import type { AreaRow } from './read-row.ts';

/** A row that is new or changed, as it will be written. */
export interface StagedRow {
  code: string;
  parentCode: string | null;
  level: string;
  name: string;
  class: string | null;
  fullName: string;
  /** Set where the name changes. */
  oldFullName: string | null;
  /** Undefined: stays. */
  geometry: unknown;
  longitude: number | null;
  latitude: number | null;
  /** Null: stays. */
  exclusiveAreaDm2: number | null;
  areaSource: ExclusiveAreaSource | null;
}

export interface Placed {
  staged: StagedRow[];
  levels: { level: string; counts: ImportCounts }[];
}

export interface PlaceOptions {
  model: Model;
  known: KnownAreas;
  /** Areas whose insides may be changed. */
  reach: readonly string[];
  found: (fault: Fault) => void;
  progress?: (rows: number) => void;
}

/** A place that can be a parent: known, or from the file. */
interface Node {
  code: string;
  name: string;
  parentCode: string | null;
  level: Level;
  fullName: string;
  /** As it is in the database, where the file changes it. */
  oldFullName: string | null;
}

/** Positions of one city lie closer together than this around those that are known, in degrees. */
const marginOfPositions = 0.5;
const marginOfShape = 0.05;
const marginOfFile = 1;
const suggestionsAtMost = 20;

export async function placeRows(rows: readonly AreaRow[], options: PlaceOptions): Promise<Placed> {
  const { model, known } = options;
  const nodes = openNodes(model, known);
  const faultAt = faultsOf(options.found);
  checkPositions(rows, await boxFor(rows, options), faultAt);
  const staged: StagedRow[] = [];
  const levels: Placed['levels'] = [];
  const byLevel = Map.groupBy(rows, ({ level }) => level);
  let done = 0;
  for (const level of model.levels) {
    const ofLevel = byLevel.get(level);
    if (ofLevel === undefined) continue;
    const counts = await placeLevel(ofLevel, level, { ...options, nodes, faultAt, staged });
    levels.push({ level: level.key, counts });
    done += ofLevel.length;
    options.progress?.(done);
  }
  return { staged, levels };
}

type FaultAt = (
  row: AreaRow,
  field: Field,
  code: ImportFaultCode,
  data?: Record<string, string | number>,
) => void;

function faultsOf(found: (fault: Fault) => void): FaultAt {
  return (row, field, code, data = {}) => {
    row.isFaulty = true;
    const value = row.place.cell(field)?.text.slice(0, 200) ?? null;
    found({
      sheet: row.place.sheet,
      row: row.place.row,
      ...row.place.where(field),
      value,
      code,
      data: { ...(value === null ? {} : { value }), ...data },
    });
  };
}

/** `房屋 12`: where the other row is. */
function rowWords({ place: { sheet, row } }: AreaRow): string {
  return sheet === null ? `#${row}` : `${sheet} ${row}`;
}

async function boxFor(rows: readonly AreaRow[], { model, known }: PlaceOptions): Promise<Box | undefined> {
  const found = await known.box(model.jurisdiction);
  if (found) return widened(found.box, found.isShape ? marginOfShape : marginOfPositions);
  const positions = rows.flatMap(({ position }) => (position === undefined ? [] : [position]));
  // A new city knows no place yet; most rows of its file are right, and the middle one is among them.
  const middle = (values: number[]) =>
    values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
  const x = middle(positions.map(([longitude]) => longitude));
  const y = middle(positions.map(([, latitude]) => latitude));
  return x === undefined || y === undefined ? undefined : widened([x, y, x, y], marginOfFile);
}

function widened([west, south, east, north]: Box, by: number): Box {
  return [west - by, south - by, east + by, north + by];
}

function checkPositions(rows: readonly AreaRow[], box: Box | undefined, faultAt: FaultAt): void {
  if (box === undefined) return;
  const isIn = (x: number, y: number) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];
  const short = (degrees: number) => degrees.toFixed(4);
  for (const row of rows) {
    if (row.position === undefined) continue;
    const [x, y] = row.position;
    if (isIn(x, y)) continue;
    const value = `${short(x)}, ${short(y)}`;
    if (isIn(y, x)) faultAt(row, 'longitude', 'position-swapped', { value });
    else {
      faultAt(row, 'longitude', 'position-outside', {
        value,
        allowed: `${short(box[0])}–${short(box[2])}, ${short(box[1])}–${short(box[3])}`,
      });
    }
  }
}

interface Nodes {
  add(node: Node): void;
  /** Rows that cannot be parents because of a fault of their own. */
  addFaulty(row: AreaRow): void;
  find(code: string): Node | undefined;
  /** Fetches what is not there yet. */
  load(codes: Iterable<string>): Promise<void>;
  resolve(paths: readonly (readonly string[])[], below: Level): Promise<(Resolved | undefined)[]>;
}

type Resolved = { node: Node } | { faulty: AreaRow } | { several: Node[] } | { common: true };

function openNodes(model: Model, known: KnownAreas): Nodes {
  const byCode = new Map<string, Node>();
  const absent = new Set<string>();
  const ownByName = new Map<string, Set<Node>>();
  const ownUnder = new Map<string, Set<Node>>();
  const faultyByWord = new Map<string, AreaRow>();
  const levelOf = new Map(model.levels.map((level) => [level.key, level]));
  const under = (parentCode: string | null, name: string) => `${parentCode}\n${name}`;
  const keep = (map: Map<string, Set<Node>>, key: string, node: Node): void => {
    const held = map.get(key);
    if (held) held.add(node);
    else map.set(key, new Set([node]));
  };
  const nodeOf = (area: KnownArea): Node | undefined => {
    const held = byCode.get(area.code);
    if (held) return held;
    const level = levelOf.get(area.level);
    if (level === undefined) return undefined;
    const { code, name, parentCode, fullName } = area;
    const node: Node = { code, name, parentCode, level, fullName, oldFullName: null };
    byCode.set(code, node);
    return node;
  };
  const isNode = (node: Node | undefined): node is Node => node !== undefined;
  const load = async (codes: Iterable<string>): Promise<void> => {
    const wanted = [...new Set(codes)].filter((code) => !byCode.has(code) && !absent.has(code));
    for (const area of await known.find(wanted)) nodeOf(area);
    for (const code of wanted) if (!byCode.has(code)) absent.add(code);
  };
  return {
    add(node) {
      byCode.set(node.code, node);
      absent.delete(node.code);
      keep(ownByName, node.name, node);
      keep(ownUnder, under(node.parentCode, node.name), node);
    },
    addFaulty(row) {
      faultyByWord.set(row.name, row);
      if (row.code !== null) faultyByWord.set(row.code, row);
    },
    find: (code) => byCode.get(code),
    load,
    async resolve(paths, below) {
      await load(paths.map(([first = '']) => first).filter((word) => /^[0-9A-Za-z]{1,32}$/.test(word)));
      const firstNames = new Set(paths.map(([first = '']) => first).filter((word) => !byCode.has(word)));
      const { areas, common } = await known.named([...firstNames]);
      const namesakes = Map.groupBy(areas, ({ name }) => name);
      let heads = paths.map(([first = '']): Node[] => {
        const byItsCode = byCode.get(first);
        if (byItsCode) return [byItsCode];
        const nodes = [
          ...(namesakes.get(first) ?? []).map(nodeOf).filter(isNode),
          ...(ownByName.get(first) ?? []),
        ];
        return [...new Set(nodes)].filter(({ level }) => level.codeLength < below.codeLength);
      });
      const longest = Math.max(0, ...paths.map((path) => path.length));
      for (let at = 1; at < longest; at += 1) {
        const going = paths.flatMap((path, index) => (at < path.length ? [index] : []));
        const parents = new Set(going.flatMap((index) => (heads[index] ?? []).map(({ code }) => code)));
        const names = new Set(going.map((index) => paths[index]?.[at] ?? ''));
        const children = Map.groupBy(await known.children([...parents], [...names]), (area) =>
          under(area.parentCode, area.name),
        );
        heads = heads.map((present, index) => {
          const name = paths[index]?.[at];
          if (name === undefined) return present;
          const next = present.flatMap(({ code }) => [
            ...(children.get(under(code, name)) ?? []).map(nodeOf).filter(isNode),
            ...(ownUnder.get(under(code, name)) ?? []),
          ]);
          return [...new Set(next)];
        });
      }
      return paths.map((path, index) => {
        const [node, ...others] = heads[index] ?? [];
        if (node !== undefined && others.length === 0 && !(common.has(path[0] ?? '') && path.length === 1))
          return { node };
        if (node !== undefined) return { several: [node, ...others] };
        const faulty = faultyByWord.get(path.at(-1) ?? '');
        if (faulty !== undefined) return { faulty };
        return common.has(path[0] ?? '') ? { common: true } : undefined;
      });
    },
  };
}

interface LevelOptions extends PlaceOptions {
  nodes: Nodes;
  faultAt: FaultAt;
  staged: StagedRow[];
}

interface RowWithCode {
  row: AreaRow;
  parent: Node | null;
  code: string;
}

async function placeLevel(
  rows: readonly AreaRow[],
  level: Level,
  options: LevelOptions,
): Promise<ImportCounts> {
  const { known, nodes, model } = options;
  const parents = await findParents(rows, level, options);
  const coded = await giveCodes(rows, level, parents, options);
  const outerLengths = model.levels
    .map(({ codeLength }) => codeLength)
    .filter((length) => length < level.codeLength);
  // A level that was skipped must not be there after all: its code would contain this one.
  await nodes.load(
    coded.flatMap(({ code, parent }) =>
      outerLengths
        .filter((length) => length > (parent?.code.length ?? 0))
        .map((length) => code.slice(0, length)),
    ),
  );
  const whole = new Map(
    (await known.findWhole(coded.map(({ code }) => code))).map((area) => [area.code, area]),
  );
  const firstByCode = new Map<string, AreaRow>();
  const counts: ImportCounts = { new: 0, changed: 0, same: 0, missing: 0 };
  const parentCodes = new Set<string>();
  let met = 0;
  for (const one of coded) {
    const { row, parent, code } = one;
    const twin = firstByCode.get(code);
    if (twin !== undefined)
      options.faultAt(row, 'code', 'code-twice', { value: code, other: rowWords(twin) });
    else firstByCode.set(code, row);
    const between = outerLengths
      .filter((length) => length > (parent?.code.length ?? 0))
      .map((length) => nodes.find(code.slice(0, length)))
      .find((node) => node !== undefined);
    if (between !== undefined && parent !== null) {
      options.faultAt(row, 'code', 'code-in-other-area', { value: code, other: between.fullName });
    }
    // The place itself or one it lies in: who administers a compound may also rename it.
    if (!options.reach.some((own) => code.startsWith(own))) {
      options.faultAt(row, row.parent.length > 0 ? 'parent' : 'name', 'outside-duty', {
        value: parent?.fullName ?? row.name,
      });
    }
    const held = whole.get(code);
    checkSource(row, held, options.faultAt);
    const fullName = fullNameOf(row, parent, held, model);
    if (row.isFaulty) {
      nodes.addFaulty(row);
      continue;
    }
    nodes.add({
      code,
      name: row.name,
      parentCode: parent?.code ?? null,
      level,
      fullName,
      oldFullName: held === undefined || held.fullName === fullName ? null : held.fullName,
    });
    if (parent !== null) parentCodes.add(parent.code);
    if (held !== undefined && held.parentCode !== null && held.parentCode === parent?.code) met += 1;
    const next = mergedRow(one, level, held, fullName);
    if (held === undefined) counts.new += 1;
    else if (isSame(next, held)) {
      counts.same += 1;
      continue;
    } else counts.changed += 1;
    options.staged.push(next);
  }
  for (const row of rows) if (row.isFaulty) nodes.addFaulty(row);
  counts.missing = Math.max(0, (await known.countUnder([...parentCodes], level.key)) - met);
  return counts;
}

async function findParents(
  rows: readonly AreaRow[],
  level: Level,
  { model, known, nodes, faultAt }: LevelOptions,
): Promise<Map<AreaRow, Node | null>> {
  const parents = new Map<AreaRow, Node | null>();
  const isRoot = level.codeLength === model.jurisdiction.length;
  const outer = model.levels
    .map(({ codeLength }) => codeLength)
    .filter((length) => length < level.codeLength && length >= model.jurisdiction.length)
    .reverse();
  const byPath = new Map<string, { path: string[]; rows: AreaRow[] }>();
  const byCode: AreaRow[] = [];
  for (const row of rows) {
    if (isRoot) {
      if (row.code !== null && row.code !== model.jurisdiction) {
        faultAt(row, 'code', 'outside-jurisdiction', { other: model.jurisdiction });
      } else parents.set(row, null);
    } else if (row.parent.length > 0) {
      const key = row.parent.join('/');
      const held = byPath.get(key);
      if (held) held.rows.push(row);
      else byPath.set(key, { path: row.parent, rows: [row] });
    } else if (row.code !== null && row.code.length === level.codeLength) byCode.push(row);
    else if (row.code === null || !row.isFaulty) {
      // A cell for the parent that could not be read has its own fault.
      const cell = row.place.cell('parent');
      if (cell === undefined || cell.kind === 'text') faultAt(row, 'parent', 'parent-missing');
    }
  }
  const accept = (row: AreaRow, node: Node, value: string): void => {
    if (node.level.codeLength >= level.codeLength) {
      faultAt(row, 'parent', 'parent-level', { value, level: node.level.title.zh });
    } else if (!node.code.startsWith(model.jurisdiction)) {
      faultAt(row, 'parent', 'outside-jurisdiction', { value: node.code, other: model.jurisdiction });
    } else parents.set(row, node);
  };
  const groups = [...byPath];
  const resolved = await nodes.resolve(
    groups.map(([, { path }]) => path),
    level,
  );
  const unknown = groups.flatMap(([, { path }], index) =>
    resolved[index] === undefined ? (path[0] ?? []) : [],
  );
  // A few are enough to show what is meant; each is compared with every name.
  const asked = [...new Set(unknown)].filter((words) => words.length > 1).slice(0, suggestionsAtMost);
  const similar = asked.length === 0 ? new Map() : await known.similar(asked, level.codeLength);
  for (const [index, [value, group]] of groups.entries()) {
    const result = resolved[index];
    for (const row of group.rows) {
      if (result === undefined) {
        const meant: KnownArea | undefined = similar.get(group.path[0] ?? '');
        if (meant === undefined || meant.name === group.path[0])
          faultAt(row, 'parent', 'parent-unknown', { value });
        else faultAt(row, 'parent', 'parent-misspelt', { value, other: `${meant.name} (${meant.code})` });
      } else if ('node' in result) accept(row, result.node, value);
      else if ('faulty' in result)
        faultAt(row, 'parent', 'parent-faulty', { value, other: rowWords(result.faulty) });
      else {
        const some = 'several' in result ? result.several.slice(0, 3) : [];
        const other = some.map(({ fullName, code }) => `${fullName} (${code})`).join(' / ');
        faultAt(row, 'parent', 'parent-ambiguous', { value, other: other === '' ? '…' : `${other}…` });
      }
    }
  }
  await nodes.load(byCode.flatMap((row) => outer.map((length) => (row.code ?? '').slice(0, length))));
  for (const row of byCode) {
    const code = row.code ?? '';
    const node = outer.map((length) => nodes.find(code.slice(0, length))).find((one) => one !== undefined);
    if (!code.startsWith(model.jurisdiction)) {
      faultAt(row, 'code', 'outside-jurisdiction', { other: model.jurisdiction });
    } else if (node === undefined) faultAt(row, 'parent', 'parent-missing');
    else accept(row, node, node.code);
  }
  return parents;
}

/** Codes as written, else that of the place of this name, else the next in order: the same file gives the same codes. */
async function giveCodes(
  rows: readonly AreaRow[],
  level: Level,
  parents: ReadonlyMap<AreaRow, Node | null>,
  { model, known, faultAt }: LevelOptions,
): Promise<RowWithCode[]> {
  const coded = new Map<AreaRow, string>();
  const without = new Map<Node, AreaRow[]>();
  for (const row of rows) {
    const parent = parents.get(row);
    if (parent === undefined) continue;
    if (parent === null) coded.set(row, model.jurisdiction);
    else if (row.code === null) {
      const held = without.get(parent);
      if (held) held.push(row);
      else without.set(parent, [row]);
    } else {
      const code = wholeCode(row, row.code, parent, level, faultAt);
      if (code !== undefined) coded.set(row, code);
    }
  }
  if (without.size > 0) {
    const heads = [...without.keys()];
    const siblings = Map.groupBy(
      await known.under(
        heads.map(({ code }) => code),
        level.key,
      ),
      ({ parentCode }) => parentCode,
    );
    const inFile = Map.groupBy([...coded.keys()], (row) => parents.get(row) ?? null);
    const outer =
      model.levels.filter(({ codeLength }) => codeLength < level.codeLength).at(-1)?.codeLength ?? 0;
    for (const [parent, waiting] of without) {
      const taken = new Set<string>();
      const byName = new Map<string, string[]>();
      const rowByName = new Map<string, AreaRow>();
      for (const { code, name } of siblings.get(parent.code) ?? []) {
        taken.add(code);
        byName.set(name, [...(byName.get(name) ?? []), code]);
      }
      for (const row of inFile.get(parent) ?? []) {
        taken.add(coded.get(row) ?? '');
        rowByName.set(row.name, row);
      }
      // Levels between that are skipped here stay free: zeros.
      const prefix = parent.code.padEnd(Math.max(outer, parent.code.length), '0');
      const digits = level.codeLength - prefix.length;
      let next = 0;
      for (const code of taken) {
        const own = code.startsWith(prefix) ? code.slice(prefix.length) : '';
        if (/^\d+$/.test(own)) next = Math.max(next, Number(own));
      }
      for (const row of waiting) {
        if (row.name === '') continue;
        const twin = rowByName.get(row.name);
        const namesakes = byName.get(row.name) ?? [];
        if (twin !== undefined || namesakes.length > 1) {
          faultAt(row, 'name', 'name-twice', {
            other: twin ? rowWords(twin) : namesakes.slice(0, 3).join(' / '),
          });
          continue;
        }
        rowByName.set(row.name, row);
        const [own] = namesakes;
        if (own !== undefined) {
          coded.set(row, own);
          continue;
        }
        next += 1;
        if (digits < 1 || String(next).length > digits) {
          faultAt(row, 'code', 'codes-used-up', { value: parent.fullName });
          continue;
        }
        coded.set(row, prefix + String(next).padStart(digits, '0'));
      }
    }
  }
  return rows.flatMap((row) => {
    const code = coded.get(row);
    return code === undefined ? [] : [{ row, code, parent: parents.get(row) ?? null }];
  });
}

function wholeCode(
  row: AreaRow,
  written: string,
  parent: Node,
  level: Level,
  faultAt: FaultAt,
): string | undefined {
  // Faults of its signs were named when it was read.
  if (!/^[0-9A-Za-z]{1,32}$/.test(written)) return undefined;
  const own = level.codeLength - parent.code.length;
  if (written.length === level.codeLength) {
    if (written.startsWith(parent.code)) return written;
    faultAt(row, 'code', 'code-not-under-parent', { other: parent.code });
    return undefined;
  }
  // Spreadsheets drop zeros in front of what they take for a number.
  const isNumber = row.place.cell('code')?.kind === 'number';
  if (written.length === own || (isNumber && written.length < own))
    return parent.code + written.padStart(own, '0');
  faultAt(row, 'code', 'code-length', { length: written.length, own, full: level.codeLength });
  return undefined;
}

function checkSource(row: AreaRow, held: KnownAreaWhole | undefined, faultAt: FaultAt): void {
  if (row.areaSource === undefined || held?.areaSource == null) return;
  const order = Object.keys(exclusiveAreaSources);
  if (order.indexOf(row.areaSource) <= order.indexOf(held.areaSource)) return;
  faultAt(row, 'areaSource', 'area-source-weaker', {
    other: exclusiveAreaSources[held.areaSource].zh,
    value: exclusiveAreaSources[row.areaSource].zh,
  });
}

/** Names of the nested places below the outermost two levels of what is governed; official divisions stand for themselves. */
function fullNameOf(
  row: AreaRow,
  parent: Node | null,
  held: KnownAreaWhole | undefined,
  model: Model,
): string {
  if (held !== undefined && held.name === row.name) {
    const { fullName } = held;
    if (parent?.oldFullName == null || !fullName.startsWith(`${parent.oldFullName} `)) return fullName;
    return parent.fullName + fullName.slice(parent.oldFullName.length);
  }
  if (held !== undefined && (held.fullName === held.name || held.fullName.endsWith(` ${held.name}`))) {
    const rest = held.fullName.slice(0, held.fullName.length - held.name.length);
    const outer =
      parent?.oldFullName != null && rest === `${parent.oldFullName} ` ? `${parent.fullName} ` : rest;
    return outer + row.name;
  }
  const standsAlone = parent === null || parent.code === model.jurisdiction || row.parent.length === 0;
  return standsAlone ? row.name : `${parent.fullName} ${row.name}`;
}

function mergedRow(
  { row, parent, code }: RowWithCode,
  level: Level,
  held: KnownAreaWhole | undefined,
  fullName: string,
): StagedRow {
  const isShapeNew = row.geometry !== undefined && !isEqual(row.geometry, held?.geometry);
  const usesPosition =
    row.position !== undefined && (!row.isPositionDrawn || held === undefined || isShapeNew);
  const [longitude, latitude] = usesPosition ? (row.position ?? []) : [];
  return {
    code,
    parentCode: parent?.code ?? held?.parentCode ?? null,
    level: level.key,
    name: row.name,
    class: row.class ?? held?.class ?? null,
    fullName,
    oldFullName: held === undefined || held.fullName === fullName ? null : held.fullName,
    geometry: isShapeNew ? row.geometry : undefined,
    longitude: longitude ?? held?.longitude ?? null,
    latitude: latitude ?? held?.latitude ?? null,
    exclusiveAreaDm2: row.exclusiveAreaDm2 ?? null,
    areaSource: row.areaSource ?? null,
  };
}

function isSame(next: StagedRow, held: KnownAreaWhole): boolean {
  return (
    next.parentCode === held.parentCode &&
    next.level === held.level &&
    next.name === held.name &&
    next.class === held.class &&
    // A full name that follows a renamed outer place is written with that one.
    next.geometry === undefined &&
    isNear(next.longitude, held.longitude) &&
    isNear(next.latitude, held.latitude) &&
    (next.exclusiveAreaDm2 === null ||
      (next.exclusiveAreaDm2 === held.exclusiveAreaDm2 && next.areaSource === held.areaSource))
  );
}

/** Spreadsheets keep 15 digits; a hundredth of a millimetre is no change. */
function isNear(one: number | null, other: number | null): boolean {
  return one === other || (one !== null && other !== null && Math.abs(one - other) < 1e-10);
}

/** Equal as JSON, whatever the order of keys. */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [Object.entries(one), Object.entries(other)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => isEqual(value, (other as Record<string, unknown>)[key]))
  );
}
