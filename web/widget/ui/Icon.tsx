import { artOf } from '../../shared/art';

/** Line icons on a 24 × 24 grid, drawn for this widget. */
const PATHS = {
  image: 'M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM3 16l5-5 5 5 3-3 5 5M15.5 8.5h.01',
  camera: 'M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V9a1 1 0 0 1 1-1zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7',
  send: 'M5 12h13M12 5l7 7-7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  down: 'M6 9l6 6 6-6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  close: 'M6 6l12 12M18 6L6 18',
  headset: 'M4 13v-1a8 8 0 0 1 16 0v1M4 13h3v6H6a2 2 0 0 1-2-2zM20 13h-3v6h1a2 2 0 0 0 2-2zM18 19c0 2-2 2.5-5 2.5',
  restart: 'M20 11a8 8 0 1 0-2.3 6M20 5v6h-6',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  cross: 'M7 7l10 10M17 7L7 17',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 7.500V12l3 2',
  alert: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 7.500v5M12 16.300h.01',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9.500C7.5 20 4 17 4 12V6zM8.5 12l2.5 2.5 4.5-5',
  ticket: 'M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4zM14 6v12',
  list: 'M6 4h12v16l-3-2-3 2-3-2-3 2zM9 9h6M9 13h6',
  truck: 'M3 6h11v10H3zM14 10h4l3 3v3h-7zM7 16a2 2 0 1 0 0 4 2 2 0 1 0 0-4M17.5 16a2 2 0 1 0 0 4 2 2 0 1 0 0-4',
  star: 'M12 3.500l2.6 5.4 5.9.8-4.3 4.1 1.1 5.900L12 16.900l-5.3 2.8 1.1-5.900L3.5 9.700l5.9-.8z',
  copy: 'M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM16 9V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  wifi: 'M4 9a12 12 0 0 1 16 0M7.5 13a7 7 0 0 1 9 0M12 17.500h.01M3 3l18 18',
  bulb: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.900c.6.5.9 1.1 1 1.900h5c.1-.8.4-1.4 1-1.900A6 6 0 0 0 12 3z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The drawing that stands for a product of this category. */
export function ProductArt({ category }: { category: string }) {
  const { body, detail, ink, tint } = artOf(category);
  return (
    <span class="art" style={{ background: tint, color: ink }}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path class="art-body" d={body} />
        <path d={detail} />
      </svg>
    </span>
  );
}

/** The assistant's face: a round friend with a headset. */
export function BotFace() {
  return (
    <svg class="face" viewBox="0 0 40 40" aria-hidden="true">
      <rect x="9" y="11" width="22" height="19" rx="9" fill="#fff" />
      <path d="M8 22v-3a12 12 0 0 1 24 0v3" fill="none" stroke="#ffd9c7" stroke-width="2.4" />
      <rect x="6" y="18" width="5" height="8" rx="2.5" fill="#ffd9c7" />
      <rect x="29" y="18" width="5" height="8" rx="2.5" fill="#ffd9c7" />
      <circle cx="16" cy="20" r="1.9" fill="#8f2f12" />
      <circle cx="24" cy="20" r="1.9" fill="#8f2f12" />
      <path d="M16.5 24.500c2 2 5 2 7 0" fill="none" stroke="#8f2f12" stroke-width="1.8" stroke-linecap="round" />
    </svg>
  );
}
