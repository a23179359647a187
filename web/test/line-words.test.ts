/** A road that is typed or read from a file is the line that was meant, or is refused: never another one. */
import { expect, test } from 'vitest';
import {
  linesInGeoJson,
  metresAlong,
  middleOf,
  positionsIn,
  wordsOfPositions,
} from '../src/features/segments/line-words.ts';

test('coordinates are read however they are set apart, and written as they are read', () => {
  const positions = [
    [101.718637, 26.582347],
    [101.72, 26.583],
  ];
  expect(positionsIn('101.718637,26.582347\n101.72,26.583')).toEqual(positions);
  expect(positionsIn(' 101.718637，26.582347 ； 101.72 26.583;\n')).toEqual(positions);
  expect(positionsIn(wordsOfPositions([[101.718637, 26.582347]]))).toEqual([[101.718637, 26.582347]]);
  expect(positionsIn('')).toEqual([]);
});

test.each(['101.7', '101.7,26.5,1200', '东门,26.5', '101.7,', 'NaN,26.5'])(
  '%s is no point, and nothing of it is taken',
  (words) => expect(positionsIn(`101.71,26.58\n${words}`)).toBeNull(),
);

test('every line of a GeoJSON file is found, with its name; points and areas are passed over', () => {
  const line = (x: number) => [
    [x, 26.58, 1200],
    [x + 0.01, 26.58],
  ];
  const found = linesInGeoJson(
    `\uFEFF${JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { 名称: '人民路' },
          geometry: { type: 'LineString', coordinates: line(101) },
        },
        {
          type: 'Feature',
          properties: { name: '江边路' },
          geometry: { type: 'MultiLineString', coordinates: [line(102), line(103)] },
        },
        { type: 'Feature', properties: null, geometry: { type: 'Point', coordinates: [101, 26] } },
        { type: 'Feature', properties: null, geometry: null },
      ],
    })}`,
  );
  expect(found?.map(({ name, positions }) => [name, positions[0]])).toEqual([
    ['人民路', [101, 26.58]],
    ['江边路', [102, 26.58]],
    ['江边路', [103, 26.58]],
  ]);
  expect(linesInGeoJson('路名,起点')).toBeNull();
  expect(linesInGeoJson('[1,2]')).toBeNull();
  expect(linesInGeoJson('{"type":"Point","coordinates":[101,26]}')).toEqual([]);
});

test('its length is that on the ground, and its middle lies halfway along it', () => {
  expect(
    metresAlong([
      [101.71, 26.58],
      [101.72, 26.58],
    ]),
  ).toBe(996);
  const [x, y] = middleOf([
    [101.7, 26.58],
    [101.72, 26.58],
    [101.72, 26.59],
  ]) ?? [0, 0];
  // 1,991 m east and 1,113 m north: halfway is before the corner.
  expect(x).toBeCloseTo(101.7156, 3);
  expect(y).toBeCloseTo(26.58, 6);
  expect(middleOf([])).toBeNull();
});
