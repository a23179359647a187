import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { type GeoJSONSource, type LngLatBounds, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { AreaMap } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { boundsOf, clusterPoints, type MapPoint, positionsOf } from './cluster.ts';
import { mapPhrases } from './map-phrases.ts';
import { planStyle } from './map-style.ts';
import { addPatterns } from './patterns.ts';

setWorkerUrl(workerUrl);

export interface PlanPoint extends MapPoint {
  /** What a screen reader says of it. */
  words: string;
  late: boolean;
  /** Stands on the point: a number, a sign. */
  sign?: string;
  /** What kind of thing it is; each kind has a shape of its own. */
  tone?: 'grid' | 'org' | 'gap';
}

/** A road or the like; dashed where it is vacant. */
export interface PlanLine {
  id: string;
  positions: readonly (readonly [number, number])[];
  vacant: boolean;
}

/** A line that is being drawn: what there is of it, and what is done with one more point. */
export interface Drawing {
  positions: readonly (readonly [number, number])[];
  onPoint: (position: [number, number]) => void;
}

/** What the map shows now. */
interface View {
  zoom: number;
  shown: LngLatBounds;
}

/** From this zoom on, buildings and grids carry their names. */
const namesFrom: Readonly<Record<string, number>> = {
  compound: 13.5,
  grid: 16.2,
  building: 17,
  unit: 99,
  home: 99,
};
const otherNamesFrom = 11;
const mostNames = 160;
/** Closer than this in degrees no zoom takes points apart. */
const samePlace = 1e-6;
const deepest = 19.5;
const noLines: readonly PlanLine[] = [];
/** A finger or a mouse beside a line still means it. */
const nearPixels = 8;

/**
 * A plan with points. Points and names are ordinary page elements on top of the drawing, so that they can be
 * reached with Tab and read aloud, and need no fonts from a map server.
 */
export function PlanMap({
  label,
  plan,
  points,
  bounds,
  dark,
  chosen,
  onPoint,
  onTogether,
  togetherWords,
  lines = noLines,
  drawing = null,
}: {
  label: string;
  plan: AreaMap | undefined;
  points: readonly PlanPoint[];
  /** Where to look when there is no plan and no point. */
  bounds: readonly [number, number, number, number] | null;
  dark: boolean;
  chosen: string | null;
  onPoint: (id: string) => void;
  /** Points that lie on the very same spot, which no zoom takes apart. */
  onTogether: (ids: string[]) => void;
  /** What is said of several points in one; they are cases where it is left out. */
  togetherWords?: (n: number) => string;
  lines?: readonly PlanLine[];
  /** While a line is drawn, a press on the map is a point of it. */
  drawing?: Drawing | null;
}) {
  const t = usePhrases(mapPhrases);
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  const [view, setView] = useState<View | null>(null);
  /** A map that is made anew, in another language, looks at the same again. */
  const framed = useRef<{ map: MapLibre | null; question: string }>({ map: null, question: '' });

  useEffect(() => {
    if (element.current === null) return;
    let made: MapLibre;
    try {
      made = new MapLibre({
        container: element.current,
        style: planStyle(false),
        // Somewhere in the country, until there is something to frame.
        center: [105, 35],
        zoom: 3,
        maxZoom: 20,
        attributionControl: false,
        pitchWithRotate: false,
        dragRotate: false,
        fadeDuration: 0,
      });
    } catch {
      setFailed(true);
      return;
    }
    made.touchZoomRotate.disableRotation();
    made.getCanvas().setAttribute('aria-label', label);
    const look = () => setView({ zoom: made.getZoom(), shown: made.getBounds() });
    made.on('load', () => {
      addPatterns(made);
      setReady(true);
      look();
    });
    made.on('moveend', look);
    setMap(made);
    const follow = new ResizeObserver(() => made.resize());
    follow.observe(element.current);
    return () => {
      follow.disconnect();
      made.remove();
      setMap(null);
      setReady(false);
    };
  }, [label]);

  useEffect(() => {
    if (map === null || !ready) return;
    const style = planStyle(dark);
    for (const layer of style.layers) {
      for (const [key, value] of Object.entries(layer.paint ?? {})) {
        map.setPaintProperty(layer.id, key as 'fill-color', value as string);
      }
    }
  }, [map, ready, dark]);

  useEffect(() => {
    if (map === null || !ready || plan === undefined) return;
    const drawn = { ...plan, features: plan.features.filter((feature) => feature.geometry !== null) };
    void map.getSource<GeoJSONSource>('plan')?.setData(drawn as Parameters<GeoJSONSource['setData']>[0]);
  }, [map, ready, plan]);

  useEffect(() => {
    if (map === null || !ready) return;
    const features = lines.map(({ id, positions, vacant }) => ({
      type: 'Feature' as const,
      properties: { id, vacant, chosen: id === chosen },
      geometry: { type: 'LineString' as const, coordinates: positions.map(([x, y]) => [x, y]) },
    }));
    void map.getSource<GeoJSONSource>('lines')?.setData({ type: 'FeatureCollection', features });
  }, [map, ready, lines, chosen]);

  const drawn = drawing?.positions;
  useEffect(() => {
    if (map === null || !ready) return;
    const coordinates = (drawn ?? []).map(([x, y]) => [x, y]);
    const features = coordinates.map((point) => ({
      type: 'Feature' as const,
      properties: {},
      geometry: { type: 'Point' as const, coordinates: point },
    }));
    const line =
      coordinates.length < 2
        ? []
        : [
            {
              type: 'Feature' as const,
              properties: {},
              geometry: { type: 'LineString' as const, coordinates },
            },
          ];
    void map
      .getSource<GeoJSONSource>('drawn')
      ?.setData({ type: 'FeatureCollection', features: [...line, ...features] });
  }, [map, ready, drawn]);

  const isDrawing = drawing !== null;
  useEffect(() => {
    if (map === null || !ready) return;
    map.getCanvas().style.cursor = isDrawing ? 'crosshair' : '';
    // Two presses are two points, not a way to look closer.
    if (isDrawing) map.doubleClickZoom.disable();
    else map.doubleClickZoom.enable();
  }, [map, ready, isDrawing]);
  const pressGround = useEffectEvent((at: { x: number; y: number }, lngLat: { lng: number; lat: number }) => {
    if (map === null) return;
    if (drawing !== null) {
      drawing.onPoint(rounded(lngLat));
      return;
    }
    const [under] = map.queryRenderedFeatures(
      [
        [at.x - nearPixels, at.y - nearPixels],
        [at.x + nearPixels, at.y + nearPixels],
      ],
      { layers: ['lines-held', 'lines-vacant'] },
    );
    const id: unknown = under?.properties.id;
    if (typeof id === 'string') onPoint(id);
  });
  useEffect(() => {
    if (map === null || !ready) return;
    const follow = map.on('click', ({ point, lngLat }) => pressGround(point, lngLat));
    return () => follow.unsubscribe();
  }, [map, ready]);

  const whole = useMemo(
    () =>
      boundsOf(lines.flatMap((line) => [...line.positions])) ??
      boundsOf(points.map((point) => point.position)) ??
      boundsOf((plan?.features ?? []).flatMap((feature) => [...positionsOf(feature.geometry)])) ??
      bounds,
    [plan, points, lines, bounds],
  );
  const frame = (box: readonly [number, number, number, number] | null, animate: boolean) => {
    if (map === null || box === null) return;
    map.fitBounds([box[0], box[1], box[2], box[3]], { padding: 48, maxZoom: 18, animate });
  };

  const press = useEffectEvent((ids: string[], box: ReturnType<typeof boundsOf>, zoom: number) => {
    const [only, ...others] = ids;
    if (only === undefined) return;
    const same = box !== null && box[2] - box[0] < samePlace && box[3] - box[1] < samePlace;
    if (others.length === 0) onPoint(only);
    else if (same || zoom >= deepest) onTogether(ids);
    else frame(box, !matchMedia('(prefers-reduced-motion: reduce)').matches);
  });
  const words = useEffectEvent((n: number) => togetherWords?.(n) ?? t('cluster', { n }));

  // The frame follows the question (another place, another queue), not every case that moves.
  useEffect(() => {
    if (map === null || !ready || whole === null) return;
    const question =
      lines.length > 0 ? 'lines' : (plan?.features[0]?.id ?? (points.length > 0 ? 'points' : 'none'));
    if (framed.current.map === map && framed.current.question === question) return;
    framed.current = { map, question };
    frame(whole, false);
  });

  // A line that is chosen somewhere else is looked at.
  const lookAt = useEffectEvent((id: string | null) => {
    const line = lines.find((one) => one.id === id);
    if (line === undefined) return;
    frame(boundsOf(line.positions), !matchMedia('(prefers-reduced-motion: reduce)').matches);
  });
  // So is one that came at once, out of a file or as it was.
  const drawnBefore = useRef(0);
  const lookAtDrawn = useEffectEvent((positions: Drawing['positions']) => {
    if (positions.length > drawnBefore.current + 1) frame(boundsOf(positions), false);
    drawnBefore.current = positions.length;
  });
  useEffect(() => {
    if (map !== null && ready) lookAtDrawn(drawn ?? []);
  }, [map, ready, drawn]);
  const hasLines = lines.length > 0;
  useEffect(() => {
    if (ready && hasLines) lookAt(chosen);
  }, [ready, hasLines, chosen]);

  useEffect(() => {
    if (map === null || !ready || view === null) return;
    const { zoom, shown } = view;
    const markers: Marker[] = [];
    const put = (node: HTMLElement, at: readonly [number, number], anchor: 'center' | 'left' = 'center') => {
      markers.push(new Marker({ element: node, anchor }).setLngLat([at[0], at[1]]).addTo(map));
    };
    let names = 0;
    for (const feature of plan?.features ?? []) {
      const from = namesFrom[feature.properties.level] ?? otherNamesFrom;
      if (feature.properties.name === '' || zoom < from || names >= mostNames) continue;
      const box = boundsOf(positionsOf(feature.geometry));
      if (box === null) continue;
      const middle: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      // A grid is named at its western edge, so that its name does not lie on a building's.
      const at: [number, number] = feature.properties.level === 'grid' ? [box[0], box[3]] : middle;
      if (feature.properties.level === 'compound') at[1] = box[3];
      if (!shown.contains(at)) continue;
      names += 1;
      const name = document.createElement('span');
      name.className = `map-name map-name-${feature.properties.level}`;
      name.textContent = feature.properties.name;
      name.setAttribute('aria-hidden', 'true');
      put(name, at, feature.properties.level === 'grid' ? 'left' : 'center');
    }
    for (const cluster of clusterPoints(points, zoom)) {
      const [first] = cluster.points;
      if (first === undefined || !shown.contains([cluster.position[0], cluster.position[1]])) continue;
      const holder = document.createElement('div');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'map-point';
      const isLate = cluster.points.some((point) => point.late);
      button.toggleAttribute('data-late', isLate);
      button.toggleAttribute(
        'data-chosen',
        cluster.points.some((point) => point.id === chosen),
      );
      const ids = cluster.points.map((point) => point.id);
      const box = boundsOf(cluster.points.map((point) => point.position));
      button.onclick = () => press(ids, box, zoom);
      if (ids.length === 1) {
        button.setAttribute('aria-label', first.words);
        button.title = first.words;
        if (first.sign !== undefined) button.textContent = first.sign;
        if (first.tone !== undefined) button.dataset.tone = first.tone;
      } else {
        button.classList.add('map-cluster');
        // A gap among them is seen from afar.
        const hasGap = cluster.points.some((point) => point.tone === 'gap');
        button.textContent = hasGap ? `${ids.length}!` : String(ids.length);
        button.toggleAttribute('data-gap', hasGap);
        button.setAttribute('aria-label', words(ids.length));
      }
      holder.append(button);
      put(holder, cluster.position);
    }
    return () => {
      for (const marker of markers) marker.remove();
    };
  }, [map, ready, plan, points, chosen, view]);

  return (
    // The drawing itself is the landmark of this name; around it stand its points and buttons.
    <div className="map">
      <div ref={element} className="map-canvas" />
      {isDrawing && !failed ? <span className="map-middle" aria-hidden="true" /> : null}
      {failed ? (
        <p className="map-note" role="alert">
          {t('unavailable')}
        </p>
      ) : ready ? null : (
        <p className="map-note" role="status">
          {t('loading')}
        </p>
      )}
      {failed ? null : (
        <div className="map-tools">
          {drawing === null ? null : (
            <button
              type="button"
              onClick={() => {
                if (map !== null) drawing.onPoint(rounded(map.getCenter()));
              }}
            >
              {t('addHere')}
            </button>
          )}
          <button type="button" aria-label={t('zoomIn')} onClick={() => map?.zoomIn()}>
            +
          </button>
          <button type="button" aria-label={t('zoomOut')} onClick={() => map?.zoomOut()}>
            −
          </button>
          <button type="button" onClick={() => frame(whole, true)}>
            {t('whole')}
          </button>
        </div>
      )}
    </div>
  );
}

/** 6 decimals are a decimetre; a finger is wider. */
function rounded({ lng, lat }: { lng: number; lat: number }): [number, number] {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}
