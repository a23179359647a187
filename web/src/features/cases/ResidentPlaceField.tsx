import { useState } from 'react';
import { type AreaSummary, getNearestAreas, type NearestAreas } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Icon, Notice, Sheet } from '../../ui/kit/index.ts';
import { PlacePicker } from '../areas/PlacePicker.tsx';
import type { DraftPlace, ReportDraft } from './report-draft.ts';
import { reportPhrases } from './resident-phrases.ts';

type Near = NearestAreas['areas'];
type Finding =
  | { kind: 'rest' }
  | { kind: 'finding' }
  | { kind: 'found'; from: 'phone' | 'photo'; areas: Near; position: { longitude: number; latitude: number } }
  | { kind: 'no-position' }
  | { kind: 'failed'; error: unknown };

/** Where it is: known already (QR code, my compound), from the phone's or a photo's position, or picked from the list. */
export function ResidentPlaceField({
  label,
  required,
  draft,
  homeCode,
  mistake,
  onChange,
}: {
  label: string;
  required: boolean;
  draft: ReportDraft;
  homeCode: string | null;
  mistake: string | undefined;
  onChange: (change: Partial<ReportDraft>) => void;
}) {
  const t = usePhrases(reportPhrases);
  const [picking, setPicking] = useState(false);
  const [finding, setFinding] = useState<Finding>({ kind: 'rest' });
  const { place } = draft;
  const offered = draft.photos.find((photo) => photo.position !== null && !photo.positionAnswered);

  const look = async (position: { longitude: number; latitude: number }, from: 'phone' | 'photo') => {
    setFinding({ kind: 'finding' });
    try {
      const { areas } = await getNearestAreas(position.longitude, position.latitude);
      setFinding({ kind: 'found', from, areas: areas.slice(0, 5), position });
    } catch (error) {
      setFinding({ kind: 'failed', error });
    }
  };
  const locate = () => {
    if (!('geolocation' in navigator)) {
      setFinding({ kind: 'no-position' });
      return;
    }
    setFinding({ kind: 'finding' });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void look({ longitude: coords.longitude, latitude: coords.latitude }, 'phone'),
      () => setFinding({ kind: 'no-position' }),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  };
  const answerPhotos = () => draft.photos.map((photo) => ({ ...photo, positionAnswered: true }));
  const choose = (area: AreaSummary, from: DraftPlace['from'], position: ReportDraft['position']) => {
    onChange({
      place: { areaCode: area.code, spotCode: null, name: area.fullName || area.name, from },
      position,
    });
    setFinding({ kind: 'rest' });
    setPicking(false);
  };

  return (
    <fieldset className="field">
      <legend>
        {label}
        {required && place === null && <span className="needed">*</span>}
      </legend>
      {place ? (
        <div className="place-chosen">
          <Icon name={place.from === 'spot' ? 'qr' : 'place'} />
          <div>
            <p>{place.name}</p>
            {place.from !== 'picked' && (
              <p className="small muted">
                {t(place.from === 'spot' ? 'bySpot' : place.from === 'home' ? 'byHome' : 'byPosition')}
              </p>
            )}
          </div>
          <Button onClick={() => setPicking(true)}>{t('changePlace')}</Button>
        </div>
      ) : (
        <Button wide icon="place" onClick={() => setPicking(true)}>
          {t('choosePlace')}
        </Button>
      )}
      {offered?.position && (
        <Notice
          icon="place"
          title={t('photoPosition')}
          actions={
            <>
              <Button
                onClick={() => {
                  const [longitude, latitude] = offered.position ?? [0, 0];
                  onChange({ photos: answerPhotos() });
                  void look({ longitude, latitude }, 'photo');
                }}
              >
                {t('usePosition')}
              </Button>
              <Button plain onClick={() => onChange({ photos: answerPhotos() })}>
                {t('noPosition')}
              </Button>
            </>
          }
        >
          <p>{t('photoPositionText')}</p>
        </Notice>
      )}
      <button type="button" className="text-button" onClick={locate} aria-busy={finding.kind === 'finding'}>
        {finding.kind === 'finding' ? <span className="spinner" /> : <Icon name="target" />}
        {finding.kind === 'finding' ? t('finding') : t('myPosition')}
      </button>
      <div aria-live="polite">
        {finding.kind === 'found' && finding.areas.length > 0 && (
          <div className="stack">
            <p className="small muted">{t(finding.from === 'photo' ? 'nearPhoto' : 'nearYou')}</p>
            <ul className="rows">
              {finding.areas.map((area) => (
                <li key={area.code}>
                  <button
                    type="button"
                    className="row"
                    onClick={() => choose(area, 'position', finding.position)}
                  >
                    <span>{area.fullName || area.name}</span>
                    <span className="small muted">
                      {t('metres', { n: roundMetres(area.distanceMetres) })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {finding.kind === 'found' && finding.areas.length === 0 && (
          <Notice kind="wait" icon="place">
            <p>{t('positionNothing')}</p>
          </Notice>
        )}
        {finding.kind === 'no-position' && (
          <Notice kind="wait" icon="target">
            <p>{t('positionRefused')}</p>
          </Notice>
        )}
        {finding.kind === 'failed' && <ErrorNotice error={finding.error} />}
        {mistake && (
          <p className="field-mistake">
            <Icon name="warning" />
            <span>{mistake}</span>
          </p>
        )}
      </div>
      {picking && (
        <Sheet title={t('choosePlace')} onClose={() => setPicking(false)}>
          <PlacePicker
            start={place?.areaCode ?? homeCode}
            onPick={({ area }) => choose(area, 'picked', null)}
          />
        </Sheet>
      )}
    </fieldset>
  );
}

function roundMetres(metres: number): number {
  return metres < 100 ? Math.max(10, Math.round(metres / 10) * 10) : Math.round(metres / 50) * 50;
}
