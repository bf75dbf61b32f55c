import { useEffect, useRef, useState } from 'react';

const UNKNOWN = 720;

/** How wide an element is on screen, in pixels, to draw into it without stretching the letters. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(UNKNOWN);
  useEffect(() => {
    if (!ref.current) return;
    const watching = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    watching.observe(ref.current);
    return () => watching.disconnect();
  }, []);
  return { ref, width };
}
