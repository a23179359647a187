import { Image } from 'antd';
import { useState } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { photoUrl } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** Thumbnails that open in a viewer with zoom, rotation and arrow keys. */
export function ConsolePhotos({ photoIds, small = false }: { photoIds: string[]; small?: boolean }) {
  const t = usePhrases(caseConsolePhrases);
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState(0);
  useKeys('photos', [], { closed: true, on: open });
  if (photoIds.length === 0) return null;
  return (
    <div className={small ? 'photos photos-small' : 'photos'}>
      {photoIds.map((photoId, index) => (
        <button
          key={photoId}
          type="button"
          className="photo"
          aria-label={t('photoN', { n: index + 1, of: photoIds.length })}
          onClick={() => {
            setCurrent(index);
            setOpen(true);
          }}
        >
          <img src={photoUrl(photoId, 'thumbnail')} alt="" loading="lazy" />
        </button>
      ))}
      <Image.PreviewGroup
        items={photoIds.map((photoId, index) => ({
          src: photoUrl(photoId),
          alt: t('photoN', { n: index + 1, of: photoIds.length }),
        }))}
        preview={{ open, current, onOpenChange: setOpen, onChange: setCurrent }}
      />
    </div>
  );
}
