/** The shop's clock decides what agents and shoppers read, whatever zone the browser is in. */
const ZONE = 'Asia/Shanghai';

const day = formatter({ month: 'long', day: 'numeric' });
const weekday = formatter({ weekday: 'short' });
const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** `14:05` */
export function timeOfDay(iso: string): string {
  return clock.format(new Date(iso));
}

/** `11月25日（周三）14:05` */
export function moment(iso: string): string {
  const at = new Date(iso);
  return `${day.format(at)}（${weekday.format(at)}）${clock.format(at)}`;
}

/** `11月25日 周三`, for the separators of a conversation. */
export function dayHeading(iso: string): string {
  const at = new Date(iso);
  return `${day.format(at)} ${weekday.format(at)}`;
}

/** The calendar day in the shop's zone, comparable as text. */
export function calendarDay(iso: string): string {
  return isoDay.format(new Date(iso));
}

/** Today's messages by the hour, older ones by the day. */
export function recent(iso: string, now: number): string {
  const at = new Date(iso);
  return isoDay.format(at) === isoDay.format(now) ? clock.format(at) : day.format(at);
}

/** How long somebody has been waiting: `不到1分钟`, `8分钟`, `2小时5分`, `3天`. */
export function waited(since: string, now: number): string {
  const minutes = Math.floor(Math.max(0, now - Date.parse(since)) / 60_000);
  if (minutes < 1) return '不到1分钟';
  if (minutes < 60) return `${minutes}分钟`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}小时${minutes % 60 ? `${minutes % 60}分` : ''}`;
  return `${Math.floor(minutes / (24 * 60))}天`;
}

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, ...options });
}

/** A moment as `<input type="datetime-local">` has it, in the shop's zone: `2026-03-02T10:00`. */
export function toLocal(iso: string): string {
  const at = new Date(iso);
  return `${isoDay.format(at)}T${clock.format(at)}`;
}

/** The reverse of `toLocal`; undefined for an empty input. */
export function fromLocal(local: string): string | undefined {
  return local ? `${local}:00+08:00` : undefined;
}

/** How long something lasts, in the two units that matter: `3天4小时`, `2小时5分`, `8分钟`. */
export function lasting(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 1) return '不到1分钟';
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}小时${minutes % 60 ? `${minutes % 60}分` : ''}`;
  return `${Math.floor(hours / 24)}天${hours % 24 ? `${hours % 24}小时` : ''}`;
}
