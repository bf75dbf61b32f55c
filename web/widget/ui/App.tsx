import { useEffect, useRef, useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import type { Chat } from '../chat/chat';
import type { Photos } from '../chat/photos';
import type { Host } from '../host';
import { Banner } from './Banner';
import { Composer } from './Composer';
import { Header } from './Header';
import { Lightbox } from './Lightbox';
import { Log } from './Log';
import { ServicesContext, useChat } from './context';
import { useDrop } from './useDrop';
import { useTray } from './useTray';

const NOTICE_MS = 5000;

interface Props {
  chat: Chat;
  photos: Photos;
  host: Host;
  /** Whether the page shows the widget at the moment. */
  open: boolean;
}

export function App({ chat, photos, host, open }: Props) {
  const state = useChat(chat);
  const tray = useTray(photos);
  const [viewing, setViewing] = useState<{ ids: string[]; index: number } | null>(null);
  const [tooMany, setTooMany] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);

  const addFiles = (files: File[]): void => setTooMany(tray.add(files));
  const dragging = useDrop(addFiles);
  const notice = tooMany ?? state.notice;

  useEffect(() => {
    const update = (): void => chat.seen(open && document.visibilityState === 'visible');
    update();
    document.addEventListener('visibilitychange', update);
    // On a phone the keyboard would jump up and hide the greeting.
    if (open && matchMedia('(hover: hover)').matches) input.current?.focus();
    return () => document.removeEventListener('visibilitychange', update);
  }, [chat, open]);

  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => {
      setTooMany(null);
      chat.dismissNotice();
    }, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [chat, notice]);

  const escape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !viewing && !event.isComposing) host.close();
  };

  return (
    <ServicesContext.Provider value={{ chat, photos, show: (ids, index) => setViewing({ ids, index }) }}>
      <main class="app" onKeyDown={host.embedded ? escape : undefined}>
        <Header state={state} embedded={host.embedded} onClose={() => host.close()} />
        <Banner state={state} />
        <Log state={state} onPhoto={() => picker.current?.click()} />
        <Composer
          state={{ ...state, notice }}
          tray={tray}
          input={input}
          onPick={() => picker.current?.click()}
          onFiles={addFiles}
        />
        <input
          ref={picker}
          class="hidden"
          type="file"
          accept="image/*"
          multiple
          tabIndex={-1}
          aria-label={t.composer.attach}
          onChange={(event) => {
            addFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = ''; // The same photo may be picked again.
          }}
        />
        {dragging && <div class="drop">{t.composer.drop}</div>}
      </main>
      {viewing && <Lightbox photos={photos} ids={viewing.ids} start={viewing.index} onClose={() => setViewing(null)} />}
    </ServicesContext.Provider>
  );
}
