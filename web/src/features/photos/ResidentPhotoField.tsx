import './photos.css';
import { useEffect, useRef, useState } from 'react';
import { newCommandId, useReachable } from '../../ui/api/index.ts';
import type { OutboxPhoto } from '../../ui/api/outbox.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, Icon, Notice } from '../../ui/kit/index.ts';
import { reportPhrases } from '../cases/resident-phrases.ts';
import { PhotoRefused, preparePhoto } from './prepare-photo.ts';
import type { UploadState } from './use-photo-uploads.ts';

export interface FieldPhoto extends OutboxPhoto {
  position: [number, number] | null;
  positionAnswered: boolean;
  refusal: string | null;
}

/** Takes photos with the camera or from the album, shows each with how far it has been sent. */
export function ResidentPhotoField({
  label,
  required,
  photos,
  max,
  mistake,
  stateOf,
  onAdd,
  onRemove,
  onRetry,
}: {
  label: string;
  required: boolean;
  photos: readonly FieldPhoto[];
  max: number;
  mistake: string | undefined;
  stateOf: (key: string) => UploadState;
  onAdd: (photos: FieldPhoto[]) => void;
  onRemove: (key: string) => void;
  onRetry: () => void;
}) {
  const t = usePhrases(reportPhrases);
  const [preparing, setPreparing] = useState(0);
  const [remarks, setRemarks] = useState<string[]>([]);
  const [said, setSaid] = useState('');
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const room = max - photos.length - preparing;

  const take = async (files: File[]) => {
    const taken = files.slice(0, Math.max(0, room));
    const words: string[] = files.length > taken.length ? [t('tooMany', { max })] : [];
    setPreparing((before) => before + taken.length);
    for (const file of taken) {
      try {
        const { blob, position } = await preparePhoto(file);
        onAdd([
          {
            key: newCommandId(),
            blob,
            photoId: null,
            uploadUrl: null,
            position,
            positionAnswered: false,
            refusal: null,
          },
        ]);
      } catch (error) {
        const why = error instanceof PhotoRefused ? error.why : 'not-photo';
        words.push(t(why === 'too-large' ? 'photoTooLarge' : 'notPhoto', { name: file.name }));
      }
      setPreparing((before) => before - 1);
    }
    setRemarks(words);
  };

  const input = (ref: typeof camera, fromCamera: boolean) => (
    <input
      ref={ref}
      type="file"
      accept="image/*"
      {...(fromCamera ? { capture: 'environment' as const } : { multiple: true })}
      className="for-ears"
      tabIndex={-1}
      aria-label={fromCamera ? t('takePhoto') : t('choosePhoto')}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        event.currentTarget.value = '';
        void take(files);
      }}
    />
  );

  return (
    <fieldset className="field">
      <legend>
        {label}
        {required && <span className="needed">*</span>}
      </legend>
      {photos.length + preparing === 0 ? (
        <div className="photo-start">
          <button type="button" className="photo-camera" onClick={() => camera.current?.click()}>
            <Icon name="camera" />
            <span>{t('takePhoto')}</span>
          </button>
          <Button icon="plus" onClick={() => album.current?.click()}>
            {t('choosePhoto')}
          </Button>
        </div>
      ) : (
        <>
          <ul className="photo-grid">
            {photos.map((photo, index) => (
              <li key={photo.key}>
                <Thumbnail blob={photo.blob} alt={t('photoNumber', { n: index + 1 })} />
                <Sending state={stateOf(photo.key)} refusal={photo.refusal} onRetry={onRetry} />
                <button
                  type="button"
                  className="photo-remove"
                  aria-label={t('removePhoto', { n: index + 1 })}
                  onClick={() => {
                    onRemove(photo.key);
                    setSaid(t('photoRemoved'));
                  }}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
            {preparing > 0 && (
              <li className="photo-preparing">
                <span className="spinner" />
                <span className="small">{t('preparing')}</span>
              </li>
            )}
          </ul>
          {room > 0 && (
            <div className="photo-more">
              <Button icon="camera" onClick={() => camera.current?.click()}>
                {t('takePhoto')}
              </Button>
              <Button icon="plus" onClick={() => album.current?.click()}>
                {t('choosePhoto')}
              </Button>
            </div>
          )}
        </>
      )}
      {input(camera, true)}
      {input(album, false)}
      <p className="field-hint">{t('photosHint', { max })}</p>
      <div aria-live="polite">
        <span className="for-ears">{said}</span>
        {mistake && (
          <p className="field-mistake">
            <Icon name="warning" />
            <span>{mistake}</span>
          </p>
        )}
        {photos
          .filter((photo) => photo.refusal !== null)
          .map((photo) => (
            <Notice key={photo.key} kind="mistake" title={t('photoNumber', { n: photos.indexOf(photo) + 1 })}>
              <p>{photo.refusal}</p>
            </Notice>
          ))}
        {remarks.map((words) => (
          <Notice key={words} kind="mistake">
            <p>{words}</p>
          </Notice>
        ))}
      </div>
    </fieldset>
  );
}

function Thumbnail({ blob, alt }: { blob: Blob; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url === null ? null : <img src={url} alt={alt} />;
}

function Sending({
  state,
  refusal,
  onRetry,
}: {
  state: UploadState;
  refusal: string | null;
  onRetry: () => void;
}) {
  const t = usePhrases(reportPhrases);
  const reachable = useReachable();
  if (refusal !== null) {
    return (
      <span className="photo-state is-mistake">
        <Icon name="warning" />
      </span>
    );
  }
  if (state.kind === 'sending') {
    return (
      <span className="photo-state">
        <progress max={100} value={state.percent} aria-label={t('uploading', { percent: state.percent })} />
        <span aria-hidden="true">{state.percent}%</span>
      </span>
    );
  }
  if (state.kind === 'sent') {
    return (
      <span className="photo-state">
        <Icon name="check" />
        <span>{t('uploaded')}</span>
      </span>
    );
  }
  if (!reachable) {
    return (
      <span className="photo-state">
        <Icon name="waiting" />
        <span>{t('uploadLater')}</span>
      </span>
    );
  }
  return (
    <button type="button" className="photo-state is-button" onClick={onRetry}>
      <Icon name="redo" />
      <span>{t('uploadRetry')}</span>
    </button>
  );
}
