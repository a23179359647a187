import { CameraOutlined, CloseOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useStaffSession } from '../../console/session/session.ts';
import { photoUrl } from '../../ui/api/index.ts';
import { uploadPhoto } from '../../ui/api/photo-upload.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { PhotoRefused, preparePhoto } from '../photos/prepare-photo.ts';
import { convenePhrases } from './convene-phrases.ts';

/** The photo of one option: sent as soon as it is chosen, so that the draft needs to keep its id alone. */
export function ConsoleOptionPhoto({
  title,
  photoId,
  onChange,
}: {
  title: string;
  photoId: string | null;
  onChange: (photoId: string | null) => void;
}) {
  const t = usePhrases(convenePhrases);
  const { city } = useStaffSession();
  const input = useRef<HTMLInputElement>(null);
  const [own, setOwn] = useState<string | null>(null);
  useEffect(() => () => (own === null ? undefined : URL.revokeObjectURL(own)), [own]);
  const send = useMutation({
    mutationFn: async (file: File) => {
      const { blob } = await preparePhoto(file);
      setOwn(URL.createObjectURL(blob));
      return uploadPhoto({ blob, city: city.key, uploadUrl: null });
    },
    onSuccess: (reply) => onChange(reply.photoId),
    onError: () => setOwn(null),
  });
  const shown = own ?? (photoId === null ? null : photoUrl(photoId, 'thumbnail'));
  return (
    <div className="option-photo">
      {shown === null ? (
        <button type="button" className="photo-add" onClick={() => input.current?.click()}>
          <CameraOutlined aria-hidden="true" />
          {t('addPhoto')}
        </button>
      ) : (
        <span className="photo-own">
          <img src={shown} alt={`${t('photo')} ${title}`.trim()} />
          <Button
            size="small"
            shape="circle"
            icon={<CloseOutlined />}
            aria-label={t('removePhoto')}
            onClick={() => {
              setOwn(null);
              onChange(null);
            }}
          />
        </span>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/heic,image/heif"
        aria-label={`${title} ${t('addPhoto')}`.trim()}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) send.mutate(file);
        }}
      />
      {send.isPending ? (
        <div className="soft" role="status">
          <Spin size="small" /> {t('sendingPhoto')}
        </div>
      ) : null}
      {send.error === null ? null : (
        <p className="field-error" role="alert">
          {t(send.error instanceof PhotoRefused ? 'photoBad' : 'photoFailed')}
        </p>
      )}
    </div>
  );
}
