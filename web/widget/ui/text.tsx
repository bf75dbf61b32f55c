import { useState } from 'preact/hooks';
import { widgetText as t } from '../../shared/zh';
import { Icon } from './Icon';

/** Paths of this service, after what stands before them; whatever else looks like an address stays text. */
const DOWNLOAD = /(^|[^\w./:%-])(\/api\/[\w\-./~%=]*[\w\-/~%=])/;

/** The service's words with its own download paths as links. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(DOWNLOAD).map((part, index) =>
        index % 3 === 2 ? (
          <a key={index} class="download" href={part} download target="_blank" rel="noopener">
            <Icon name="download" />
            {t.message.download}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

export interface Split {
  before: string;
  /** Lines of a postal address, to be copied as one. */
  address: string | null;
  after: string;
}

const ADDRESS = /(?:^|\n)((?:(?:收件人|电话|地址)：[^\n]*(?:\n|$)){2,})/;

/** A text around the address in it. */
export function splitAddress(text: string): Split {
  const found = ADDRESS.exec(text);
  if (!found) return { before: text, address: null, after: '' };
  const address = found[1] ?? '';
  return {
    before: text.slice(0, found.index),
    address: address.trim(),
    after: text.slice(found.index + found[0].length),
  };
}

/** Copies a value; where an in-app browser refuses the clipboard, the value can still be selected. */
export function CopyButton({ value }: { value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <button type="button" class="link" onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'copy'} />
      {copied ? t.cards.copied : t.cards.copy}
    </button>
  );
}
