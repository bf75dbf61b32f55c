import { useEffect, useState } from 'react';

import { useClockOffset } from './queries';

/** The present moment by the program's clock, in milliseconds; renewed often enough for waiting times in minutes. */
export function useNow(everyMs = 15_000): number {
  const offset = useClockOffset();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offset;
}
