import { useEffect, useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import { Icon } from './Icon';
import { useServices } from './context';

/** A stored photo as a button that opens the viewer. */
export function PhotoView({ ids, index }: { ids: string[]; index: number }) {
  const { photos, show } = useServices();
  const id = ids[index] ?? '';
  const [url, setUrl] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    let current = true;
    photos.url(id).then(
      (found) => current && setUrl(found),
      () => current && setMissing(true),
    );
    return () => {
      current = false;
    };
  }, [photos, id]);

  if (missing) {
    return (
      <span class="photo missing">
        <Icon name="image" />
        {t.message.photoMissing}
      </span>
    );
  }
  const label = t.message.photo(index + 1, ids.length);
  return (
    <button type="button" class="photo" aria-label={label} onClick={() => show(ids, index)}>
      {url ? <img src={url} alt="" /> : <span class="shimmer" />}
    </button>
  );
}
