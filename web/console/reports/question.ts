/** What a report is asked for, as it stands in the address. */
import type { ReportQuery } from '../api';
import { categories } from '../words';

export type By = 'channel' | 'merchant' | 'agent' | 'category';
export type Range = 'today' | '7' | '30' | 'month' | 'own';
export type Pace = 'day' | 'week';

export const RANGES: readonly { value: Range; label: string }[] = [
  { value: 'today', label: '今天' },
  { value: '7', label: '近7天' },
  { value: '30', label: '近30天' },
  { value: 'month', label: '本月' },
  { value: 'own', label: '自选' },
];

export const BYS: readonly { value: By; label: string }[] = [
  { value: 'channel', label: '按渠道' },
  { value: 'merchant', label: '按商家' },
  { value: 'agent', label: '按客服' },
  { value: 'category', label: '按品类' },
];

export const CHANNELS = { widget: '网页', wechat: '微信', caller: '代客登记' };

export interface Period {
  from: string;
  to: string;
}

export const FILTERS = ['channel', 'merchant', 'agent', 'category'] as const;

export function rangeOf(params: URLSearchParams): Range {
  const named = params.get('range');
  return RANGES.find(({ value }) => value === named)?.value ?? '7';
}

export function byOf(params: URLSearchParams): By {
  const named = params.get('by');
  return BYS.find(({ value }) => value === named)?.value ?? 'channel';
}

/** The days asked for; `today` is a calendar day in the shop's zone. Null while own days are not both filled in. */
export function periodOf(params: URLSearchParams, today: string): Period | null {
  switch (rangeOf(params)) {
    case 'today':
      return { from: today, to: today };
    case '7':
      return { from: daysBefore(today, 6), to: today };
    case '30':
      return { from: daysBefore(today, 29), to: today };
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: today };
    case 'own': {
      const [from, to] = [params.get('from'), params.get('to')];
      return from && to ? { from, to } : null;
    }
  }
}

/** The question behind the page: period and filters. */
export function questionOf(params: URLSearchParams, today: string): ReportQuery | null {
  const period = periodOf(params, today);
  if (!period) return null;
  const query: ReportQuery = { ...period };
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value && (name !== 'category' || value in categories)) query[name] = value;
  }
  return query;
}

/** More than a month is shown by the week unless somebody wants the days. */
export function paceOf(params: URLSearchParams, period: Period): Pace {
  const named = params.get('pace');
  if (named === 'day' || named === 'week') return named;
  return daysBefore(period.to, 31) > period.from ? 'week' : 'day';
}

/** The address with some of it changed; empty values go. */
export function changed(params: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The calendar day so many days earlier. */
export function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}
