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
      }
    : {
        ground: '#f1ede5',
        compound: '#fbf9f4',
        edge: '#b9b0a2',
        grid: '#9fb3c2',
        building: '#e4ddd0',
        wall: '#bdb3a3',
      };
  return {
    version: 8,
    sources: {
      plan: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      spots: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
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
    ],
  };
}
