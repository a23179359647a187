import { CameraOutlined, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useId, useMemo, useRef } from 'react';
import { usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** Photos that answer an ask, still on this device. */
export function ConsolePhotoField({
  title,
  hint,
  required,
  max,
  photos,
  invalid,
  onChange,
}: {
  title: string;
  hint: string | undefined;
  required: boolean;
  max: number;
  photos: Blob[];
  invalid: string | undefined;
  onChange: (photos: Blob[]) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const urls = useMemo(() => photos.map((photo) => URL.createObjectURL(photo)), [photos]);
  useEffect(
    () => () => {
      for (const url of urls) URL.revokeObjectURL(url);
    },
    [urls],
  );
  return (
    <fieldset className="field" aria-describedby={invalid ? `${id}-error` : undefined}>
      <legend>
        {title}
        {required ? <span aria-hidden="true"> *</span> : null}
      </legend>
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
      <div className="photo-field">
        {urls.map((url, index) => (
          <span key={url} className="photo-own">
            <img src={url} alt={t('photoN', { n: index + 1, of: photos.length })} />
            <Button
              size="small"
              shape="circle"
              icon={<CloseOutlined />}
              aria-label={t('removePhoto', { n: index + 1 })}
              onClick={() => onChange(photos.filter((_, at) => at !== index))}
            />
          </span>
        ))}
        {photos.length < max ? (
          <button type="button" className="photo-add" onClick={() => input.current?.click()}>
            <CameraOutlined aria-hidden="true" />
            {t('addPhoto')}
            <span className="photo-add-limit">{t('photoLimit', { n: max })}</span>
          </button>
        ) : null}
        <input
          ref={input}
          type="file"
          hidden
          accept="image/jpeg,image/png,image/heic,image/heif"
          multiple={max > 1}
          aria-label={`${title} ${t('addPhoto')}`}
          onChange={(event) => {
            onChange([...photos, ...(event.target.files ?? [])].slice(0, max));
            event.target.value = '';
          }}
        />
      </div>
      {invalid === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {invalid}
        </p>
      )}
    </fieldset>
  );
}
