/** Figures as people read them. */
import type { DefinedFigure, Figure } from '../types';

type Unit = DefinedFigure['unit'];

export const NOTHING = '暂无数据';

/** `95.0%`, `12.3 分钟`; nothing known is never 0. */
export function reading(value: number | null, unit: Unit): string {
  if (value === null) return NOTHING;
  return unit === 'percent' ? `${value.toFixed(1)}%` : `${value.toFixed(1)} 分钟`;
}

/** `目标 ≥ 95%`; nothing where no goal is set. */
export function goalText({ goal, better, unit }: DefinedFigure): string | null {
  if (goal === null) return null;
  return `目标 ${better === 'lower' ? '≤' : '≥'} ${goal}${unit === 'percent' ? '%' : ' 分钟'}`;
}

/** In a word and a sign, for those who see no colour. */
export function verdict({ reached }: Pick<Figure, 'reached'>): { tone: 'good' | 'bad'; text: string } | null {
  if (reached === null) return null;
  return reached ? { tone: 'good', text: '✓ 达标' } : { tone: 'bad', text: '✕ 未达标' };
}

/** The ends of an axis that shows all values and the goal: a share ends at 100, minutes begin at 0. */
export function axis(values: readonly (number | null)[], goal: number | null, unit: Unit): [number, number] {
  const known = values.filter((value) => value !== null);
  const shown = goal === null ? known : [...known, goal];
  if (unit === 'minutes') return [0, (Math.floor(Math.max(...shown, 0) / 5) + 1) * 5];
  const low = Math.min(...shown, 100);
  return [Math.max(0, Math.floor((low - 5) / 10) * 10), 100];
}

/** Every how many of `count` labels there is room for one, `room` being how many fit. */
export function every(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / Math.max(1, room)));
}
