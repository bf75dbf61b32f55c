import { widgetText as t } from '../../shared/zh';

const DAY_MS = 86_400_000;

function midnight(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

/** 「14:03」 today, 「昨天 14:03」, 「星期一 14:03」 within the week, else 「7月3日 14:03」, with the year if it is another. */
export function clockText(iso: string, now: Date): string {
  const at = new Date(iso);
  const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days <= 0) return time;
  if (days === 1) return `${t.time.yesterday} ${time}`;
  if (days < 7) return `${t.time.weekdays[at.getDay()]} ${time}`;
  const date = `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
  return at.getFullYear() === now.getFullYear() ? date : `${at.getFullYear()}年${date}`;
}

export function waitText(seconds: number): string {
  return seconds < 60 ? t.wait.soon : t.wait.minutes(Math.ceil(seconds / 60));
}
