import { widgetText as t } from '../../shared/zh';
import { Icon } from './Icon';
import type { TrayControl } from './useTray';

/** Thumbnails of photos about to be sent, each with its progress or what went wrong. */
export function TrayView({ tray }: { tray: TrayControl }) {
  if (!tray.items.length) return null;
  const errors = [...new Set(tray.items.flatMap(({ error }) => error ?? []))];
  return (
    <div class="tray">
      <ul aria-label={t.tray.label}>
        {tray.items.map(({ key, preview, progress, id, error }, index) => (
          <li key={key} class={error ? 'thumb broken' : 'thumb'}>
            {error ? <Icon name="alert" /> : <img src={preview} alt="" />}
            {!id && !error && (
              <progress max={1} value={progress} aria-label={t.tray.progress(index + 1)}>
                {Math.round(progress * 100)}%
              </progress>
            )}
            {id && (
              <span class="thumb-done" role="img" aria-label={t.tray.done}>
                <Icon name="check" />
              </span>
            )}
            <button type="button" aria-label={t.tray.remove(index + 1)} onClick={() => tray.remove(key)}>
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
      {errors.map((error) => (
        <p key={error} class="tray-error" role="alert">
          {error}
        </p>
      ))}
    </div>
  );
}
