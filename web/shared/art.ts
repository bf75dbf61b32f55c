/** Drawings that stand in for product pictures: one per category of the policy, on a 48 × 48 grid. */

export interface Art {
  /** Outline, softly filled. */
  body: string;
  /** Lines on top. */
  detail: string;
  ink: string;
  tint: string;
}

type Palette = readonly [ink: string, tint: string];
const CORAL: Palette = ['#c2451e', '#ffece2'];
const AMBER: Palette = ['#a8650b', '#fff3d9'];
const TEAL: Palette = ['#14746b', '#dff5f0'];
const BLUE: Palette = ['#2c62b5', '#e6effd'];
const GREEN: Palette = ['#447a1f', '#ebf6dd'];
const PLUM: Palette = ['#8a4a9e', '#f6eafa'];
const ROSE: Palette = ['#b83a62', '#fde8ee'];

function art([ink, tint]: Palette, body: string, detail: string): Art {
  return { body, detail, ink, tint };
}

const ARTS: Record<string, Art> = {
  clothes: art(
    BLUE,
    'M17 8c2 3 12 3 14 0l9 5 4 13-6 2v13H10V28l-6-2 4-13z',
    'M17 8c0 7 14 7 14 0M22 15v6M26 15v6M10 28v-7M38 28v-7M17 41v-7h14v7',
  ),
  shoes: art(
    TEAL,
    'M5 17c5 3 9 0 11-4l6 2c1 6 8 8 14 10 5 2 7 4 7 9v3H5z',
    'M5 32h38M22 20l5-2M25 24l4-3M30 26l3-3M10 17c1 3 3 5 6 5',
  ),
  phone: art(
    PLUM,
    'M16 5h16a4 4 0 0 1 4 4v30a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V9a4 4 0 0 1 4-4z',
    'M21 9h6M22 39h4M17 14h14v20H17zM17 29l5-5 4 4 5-6',
  ),
  computer: art(
    BLUE,
    'M9 9h30a3 3 0 0 1 3 3v20H6V12a3 3 0 0 1 3-3z',
    'M3 38h42l-3-6H6zM20 35h8M13 26l6-7 5 5 4-4 7 7',
  ),
  large_appliance: art(
    TEAL,
    'M14 4h20a3 3 0 0 1 3 3v33a2 2 0 0 1-2 2H13a2 2 0 0 1-2-2V7a3 3 0 0 1 3-3z',
    'M11 18h26M16 9v5M16 23v8M15 42v2M33 42v2',
  ),
  small_appliance: art(
    CORAL,
    'M9 21h30v13a7 7 0 0 1-7 7H16a7 7 0 0 1-7-7z',
    'M6 21h36M12 21c0-10 24-10 24 0M22 13v-3h4v3M9 27H5M39 27h4M20 31h8M20 35h4',
  ),
  wearable: art(
    PLUM,
    'M8 28a4 4 0 0 1 4-4h4v15h-4a4 4 0 0 1-4-4zM32 24h4a4 4 0 0 1 4 4v7a4 4 0 0 1-4 4h-4z',
    'M8 30v-5a16 16 0 0 1 32 0v5M16 24h0M32 24h0',
  ),
  furniture: art(
    AMBER,
    'M10 23v-7a6 6 0 0 1 6-6h16a6 6 0 0 1 6 6v7M4 26a4 4 0 0 1 9 0v4h22v-4a4 4 0 0 1 9 0v11H4z',
    'M24 10v20M9 37v4M39 37v4M13 30v7M35 30v7',
  ),
  home: art(
    ROSE,
    'M19 6h10v5c0 4 8 9 8 18 0 8-5 13-13 13s-13-5-13-13c0-9 8-14 8-18z',
    'M16 6h16M13 24c6 4 16 4 22 0M12 31c7 4 17 4 24 0M21 11h6',
  ),
  toys: art(
    AMBER,
    'M7 25h16v16H7zM25 25h16v16H25zM16 8h16v16H16z',
    'M20 8V5h8v3M15 30a3 3 0 1 0 0 6 3 3 0 1 0 0-6M33 29l4 8h-8zM20 16h8M24 12v8',
  ),
  cosmetics: art(
    ROSE,
    'M10 21h14v19a2 2 0 0 1-2 2H12a2 2 0 0 1-2-2zM29 27h10v15H29z',
    'M14 21v-6h6v6M13 9h8v6h-8zM31 27V14l6-5v18M10 28h14M10 35h14M29 32h10',
  ),
  food: art(
    CORAL,
    'M8 20h32v20a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2z',
    'M6 14h36v6H6zM24 14v28M24 14c-3-9-14-8-12-2 1 2 7 2 12 2zM24 14c3-9 14-8 12-2-1 2-7 2-12 2z',
  ),
  fresh: art(
    GREEN,
    'M24 15c-4-4-14-3-15 8-1 9 6 19 11 19 2 0 2-1 4-1s2 1 4 1c5 0 12-10 11-19-1-11-11-12-15-8z',
    'M24 15c0-4 1-6 3-9M28 10c3-5 8-5 10-3-1 4-6 6-10 3zM14 25c0-4 2-5 4-6',
  ),
  books: art(
    GREEN,
    'M24 12c-5-4-12-4-18-3v29c6-1 13-1 18 3 5-4 12-4 18-3V9c-6-1-13-1-18 3z',
    'M24 12v29M12 17l7 1M12 24l7 1M12 31l7 1M36 17l-7 1M36 24l-7 1M36 31l-7 1',
  ),
  media: art(
    PLUM,
    'M24 6a18 18 0 1 0 0 36 18 18 0 1 0 0-36z',
    'M24 19a5 5 0 1 0 0 10 5 5 0 1 0 0-10M13 24a11 11 0 0 1 11-11M35 24a11 11 0 0 1-11 11',
  ),
  baby: art(
    ROSE,
    'M16 18h16v20a4 4 0 0 1-4 4h-8a4 4 0 0 1-4-4z',
    'M14 13h20v5H14zM20 13c0-4 2-3 2-8h4c0 5 2 4 2 8M16 25h6M16 31h6M16 37h6',
  ),
  custom: art(
    AMBER,
    'M14 9h20l9 11-19 22L5 20z',
    'M5 20h38M14 9l4 11 6 22 6-22 4-11M18 20l6-11 6 11',
  ),
  virtual: art(
    TEAL,
    'M7 11h34a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V14a3 3 0 0 1 3-3z',
    'M4 19h40M10 30h9M34 24l2 4 4 1-3 3 1 4-4-2-4 2 1-4-3-3 4-1z',
  ),
  other: art(
    AMBER,
    'M24 5l17 9v20l-17 9-17-9V14z',
    'M7 14l17 9 17-9M24 23v20M15 9l17 9v7',
  ),
};

/** The drawing of a category; unknown ones get a parcel. */
export function artOf(category: string): Art {
  return ARTS[category] ?? (ARTS.other as Art);
}
