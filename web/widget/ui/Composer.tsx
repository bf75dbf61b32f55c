import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { MAX_TEXT } from '../../shared/protocol';
import { widgetText as t } from '../../shared/zh';
import type { ChatState } from '../chat/state';
import { Icon } from './Icon';
import { TrayView } from './TrayView';
import type { TrayControl } from './useTray';
import { useServices } from './context';

const WARN_LEFT = 200;

type Keyboard = 'numeric' | 'decimal' | 'tel' | 'text';

/** The keyboard that a phone shows for what is asked; order and parcel numbers may hold letters. */
const KEYBOARDS: Readonly<Record<string, Keyboard>> = {
  phone_tail: 'numeric',
  quantity: 'numeric',
  repairs: 'numeric',
  phone: 'tel',
  amount: 'decimal',
};
/** What the browser may fill in. */
const FILLED_BY: Readonly<Record<string, string>> = { phone: 'tel', name: 'name', address: 'street-address' };


interface Props {
  state: ChatState;
  tray: TrayControl;
  input: RefObject<HTMLTextAreaElement>;
  onPick: () => void;
  onFiles: (files: File[]) => void;
}

/** Where she writes. Enter sends, Shift+Enter breaks the line; Enter that ends an IME word does neither. */
export function Composer({ state, tray, input, onPick, onFiles }: Props) {
  const { chat } = useServices();
  const [text, setText] = useState('');
  const expects = state.messages[state.messages.length - 1]?.expects ?? '';
  const placeholder = t.expects[expects] ?? t.composer.placeholder;
  const left = MAX_TEXT - [...text].length;
  const ids = tray.items.flatMap(({ id }) => id ?? []);
  const uploading = tray.items.some(({ id, error }) => !id && !error);
  const ready = (text.trim() !== '' || ids.length > 0) && left >= 0 && !uploading && state.conversation !== null;

  useLayoutEffect(() => {
    const area = input.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [input, text, placeholder]);

  const send = (): void => {
    if (!ready) return;
    chat.send(text.trim(), ids);
    setText('');
    tray.clear();
    input.current?.focus();
  };

  const keyed = (event: KeyboardEvent): void => {
    // Safari ends the composition before the key event and marks it with 229.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  const pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    onFiles(files);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {state.notice && (
        <p class="notice" role="status">
          {state.notice}
        </p>
      )}
      <TrayView tray={tray} />
      <div class="composer-line">
        <button type="button" class="tool" aria-label={t.composer.attach} onClick={onPick}>
          <Icon name="image" />
        </button>
        <textarea
          ref={input}
          rows={1}
          aria-label={t.composer.label}
          placeholder={placeholder}
          inputMode={KEYBOARDS[expects] ?? 'text'}
          autocomplete={FILLED_BY[expects] ?? 'off'}
          enterkeyhint="send"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            chat.typed();
          }}
          onKeyDown={keyed}
          onPaste={pasted}
        />
        <button type="submit" class="send" aria-label={t.composer.send} disabled={!ready}>
          <Icon name="send" />
        </button>
      </div>
      {uploading && (
        <p class="counter" role="status">
          {t.composer.uploading}
        </p>
      )}
      {left < WARN_LEFT && (
        <p class={left < 0 ? 'counter over' : 'counter'} role="status">
          {left < 0 ? t.composer.over(-left) : t.composer.left(left)}
        </p>
      )}
    </form>
  );
}
