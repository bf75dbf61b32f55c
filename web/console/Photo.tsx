import { useQuery } from '@tanstack/react-query';
import { Image } from 'antd';
import { useEffect, useMemo } from 'react';

import { keys } from './queries';
import { useDesk } from './session/session';

/** A stored picture. It is fetched with the agent's token, which an `src` alone cannot carry. */
export function Photo({ id, alt, caption }: { id: string; alt: string; caption?: string }) {
  const { api } = useDesk();
  const { data: blob, isError } = useQuery({
    queryKey: keys.photo(id),
    queryFn: () => api.photo(id),
    staleTime: Infinity,
  });
  const url = useMemo(() => blob && URL.createObjectURL(blob), [blob]);
  useEffect(() => {
    if (url) return () => URL.revokeObjectURL(url);
  }, [url]);

  return (
    <figure className="photo">
      {url ? (
        <Image src={url} alt={alt} width={96} height={96} />
      ) : (
        <div className="photo-blank secondary small">{isError ? '照片打不开' : '加载中…'}</div>
      )}
      {caption && <figcaption className="small secondary">{caption}</figcaption>}
    </figure>
  );
}
