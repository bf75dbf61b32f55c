import type { ProgressCard } from '../../shared/cards';
import { widgetText as t } from '../../shared/zh';
import { Frame, Steps } from './cards/parts';
import { CopyButton, splitAddress, Words } from './text';

/** Longer than a remark on the conversation itself, such as who joined it. */
const LONG = 30;

/** Whether a word of the system is news about her case rather than a remark. */
export const isNews = (text: string): boolean => text.length > LONG || text.includes('\n');

/** News about her case: what happened, where to send things, and how far the case has come. */
export function Notice({ text, progress }: { text: string; progress?: ProgressCard | undefined }) {
  const { before, address, after } = splitAddress(text);
  const present = progress?.steps[progress.steps.length - 1];
  return (
    <Frame icon="bell" title={t.notice.title} tone="notice" end={present && <span class="pill">{present.text}</span>}>
      <p class="card-text">
        <Words text={before} />
      </p>
      {address !== null && (
        <div class="address">
          <p class="card-text">{address}</p>
          <CopyButton value={address} />
        </div>
      )}
      {after && (
        <p class="card-text">
          <Words text={after} />
        </p>
      )}
      {progress && progress.steps.length > 1 && (
        <details class="rules">
          <summary>{t.notice.steps(progress.steps.length)}</summary>
          <Steps steps={progress.steps} />
        </details>
      )}
    </Frame>
  );
}
