import { useEffect, useRef, useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import type { Photos } from '../chat/photos';
import { Icon } from './Icon';

interface Props {
  photos: Photos;
  ids: string[];
  start: number;
  onClose: () => void;
}

/** The photo viewer: Escape or a tap beside the picture closes it, arrow keys turn pages. */
export function Lightbox({ photos, ids, start, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(start);
  const [url, setUrl] = useState<string | null>(null);
  const turn = (step: number): void => setIndex((at) => (at + step + ids.length) % ids.length);

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let current = true;
    photos.url(ids[index] ?? '').then(
      (found) => current && setUrl(found),
      () => current && setUrl(null),
    );
    return () => {
      current = false;
    };
  }, [photos, ids, index]);

  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={t.lightbox.label}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') turn(-1);
        if (event.key === 'ArrowRight') turn(1);
      }}
    >
      <button type="button" class="lightbox-close" aria-label={t.lightbox.close} onClick={() => dialog.current?.close()}>
        <Icon name="close" />
      </button>
      {url && <img src={url} alt={t.message.photo(index + 1, ids.length)} />}
      {ids.length > 1 && (
        <div class="lightbox-turn">
          <button type="button" aria-label={t.lightbox.previous} onClick={() => turn(-1)}>
            <Icon name="left" />
          </button>
          <span>{`${index + 1} / ${ids.length}`}</span>
          <button type="button" aria-label={t.lightbox.next} onClick={() => turn(1)}>
            <Icon name="right" />
          </button>
        </div>
      )}
    </dialog>
  );
}
