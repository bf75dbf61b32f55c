import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks';
import { UploadError, type Photos } from '../chat/photos';
import { uuid } from '../../shared/uuid';
import { widgetText as t } from '../../shared/zh';

export const MAX_PHOTOS = 9;

export interface TrayItem {
  key: string;
  /** Blob URL of the file she picked. */
  preview: string;
  /** 0–1 */
  progress: number;
  /** Set once the service has the photo. */
  id?: string;
  error?: string;
}

type Change =
  | { type: 'add'; items: TrayItem[] }
  | { type: 'set'; key: string; part: Partial<TrayItem> }
  | { type: 'remove'; key: string }
  | { type: 'clear' };

export function reduceTray(items: TrayItem[], change: Change): TrayItem[] {
  switch (change.type) {
    case 'add':
      return [...items, ...change.items];
    case 'set':
      return items.map((item) => (item.key === change.key ? { ...item, ...change.part } : item));
    case 'remove':
      return items.filter((item) => item.key !== change.key);
    case 'clear':
      return [];
  }
}

/** Photos picked but not yet sent: each uploads at once and can be taken out again. */
export function useTray(photos: Photos) {
  const [items, dispatch] = useReducer(reduceTray, []);
  const uploads = useRef(new Map<string, AbortController>());

  const drop = useCallback((key: string) => {
    uploads.current.get(key)?.abort();
    uploads.current.delete(key);
  }, []);

  useEffect(() => {
    const running = uploads.current;
    return () => running.forEach((upload) => upload.abort());
  }, []);

  const add = (files: File[]): string | null => {
    const room = MAX_PHOTOS - items.length;
    const accepted = files.slice(0, room).map((file) => ({ file, key: uuid(), preview: URL.createObjectURL(file) }));
    dispatch({ type: 'add', items: accepted.map(({ key, preview }) => ({ key, preview, progress: 0 })) });
    for (const { file, key } of accepted) {
      const upload = new AbortController();
      uploads.current.set(key, upload);
      photos
        .upload(file, (progress) => dispatch({ type: 'set', key, part: { progress } }), upload.signal)
        .then((id) => dispatch({ type: 'set', key, part: { id, progress: 1 } }))
        .catch((error: unknown) => {
          const text = error instanceof UploadError ? error.message : t.upload.network;
          dispatch({ type: 'set', key, part: { error: text } });
        });
    }
    return files.length > room ? t.upload.too_many(MAX_PHOTOS) : null;
  };

  const remove = (key: string): void => {
    drop(key);
    const item = items.find((candidate) => candidate.key === key);
    if (item) URL.revokeObjectURL(item.preview);
    dispatch({ type: 'remove', key });
  };

  const clear = (): void => {
    for (const { key, preview } of items) {
      drop(key);
      URL.revokeObjectURL(preview);
    }
    dispatch({ type: 'clear' });
  };

  return { items, add, remove, clear };
}

export type TrayControl = ReturnType<typeof useTray>;
