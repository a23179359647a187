import type { StyleSpecification } from 'maplibre-gl';

/** What is drawn smaller than a compound; every other level is an outline of its own, whatever a city calls it. */
const insideCompounds = ['grid', 'building', 'unit', 'home'];

/** A plan of compounds, grids and buildings in paper colours: no tiles, no glyphs, nothing from elsewhere. */
export function planStyle(dark: boolean): StyleSpecification {
  const ink = dark
    ? {
        ground: '#1d1a17',
        compound: '#26221e',
        edge: '#5b5348',
        grid: '#4a5b68',
        building: '#39332c',
        wall: '#6b6255',
        held: '#9cc0dc',
        vacant: '#e2b56b',
        chosen: '#ede7dd',
        drawn: '#8cc7a3',
      }
    : {
        ground: '#f1ede5',
        compound: '#fbf9f4',
        edge: '#b9b0a2',
        grid: '#9fb3c2',
        building: '#e4ddd0',
        wall: '#bdb3a3',
        held: '#2f5470',
        vacant: '#7c5210',
        chosen: '#26211b',
        drawn: '#2f6546',
      };
  return {
    version: 8,
    sources: {
      plan: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      spots: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      lines: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      drawn: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': ink.ground } },
      {
        id: 'areas',
        type: 'fill',
        source: 'plan',
        filter: ['!', ['in', ['get', 'level'], ['literal', [...insideCompounds]]]],
        paint: { 'fill-color': ink.compound, 'fill-opacity': 0.75 },
      },
      {
        id: 'area-edges',
        type: 'line',
        source: 'plan',
        filter: ['!', ['in', ['get', 'level'], ['literal', [...insideCompounds]]]],
        paint: { 'line-color': ink.edge, 'line-width': 1.5 },
      },
      {
        id: 'buildings',
        type: 'fill',
        source: 'plan',
        filter: ['==', ['get', 'level'], 'building'],
        // A page may give each building a colour of its own.
        paint: { 'fill-color': ['coalesce', ['get', 'fill'], ink.building], 'fill-outline-color': ink.wall },
      },
      {
        id: 'grids',
        type: 'line',
        source: 'plan',
        filter: ['==', ['get', 'level'], 'grid'],
        paint: { 'line-color': ink.grid, 'line-width': 1.5, 'line-dasharray': [3, 2] },
      },
      {
        id: 'lines-chosen',
        type: 'line',
        source: 'lines',
        filter: ['get', 'chosen'],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': ink.chosen, 'line-width': 10, 'line-opacity': 0.35 },
      },
      {
        id: 'lines-held',
        type: 'line',
        source: 'lines',
        filter: ['!', ['get', 'vacant']],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': ink.held, 'line-width': 4 },
      },
      // What lacks somebody differs by its dashes, and not by colour alone.
      {
        id: 'lines-vacant',
        type: 'line',
        source: 'lines',
        filter: ['get', 'vacant'],
        paint: { 'line-color': ink.vacant, 'line-width': 4, 'line-dasharray': [2, 1.2] },
      },
      {
        id: 'drawn-line',
        type: 'line',
        source: 'drawn',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': ink.drawn, 'line-width': 4 },
      },
      {
        id: 'drawn-points',
        type: 'circle',
        source: 'drawn',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-radius': 6,
          'circle-color': ink.compound,
          'circle-stroke-color': ink.drawn,
          'circle-stroke-width': 3,
        },
      },
    ],
  };
}
