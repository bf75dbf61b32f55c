/** A ticket's history and records as one stream, in words. */
import { yuan } from '../../shared/money';
import { moment } from '../format';
import type { Ticket, TicketRecord, TicketStep } from '../types';
import { causes, levels, remedies, ticketStatuses, word } from '../words';
import { RECORD_FIELDS } from './fields';
import { appointments, partStates, recordKinds, repairWork } from './words';

export type Row = readonly [label: string, text: string];

export interface Event {
  at: string;
  who: string;
  title: string;
  /** The reason of a step, or what a record says beside its rows. */
  text: string;
  rule?: string | null;
  rows: Row[];
  photos: string[];
  /** For colleagues only. */
  inside: boolean;
}

/** The latest first. A record made by a step is told with it. */
export function stream({ history, records }: Pick<Ticket, 'history' | 'records'>, who: (id: string) => string): Event[] {
  const madeBy = (step: TicketStep) => records.filter(({ at, who: by }) => at === step.at && by === step.who);
  const told = new Set(history.flatMap(madeBy));
  const facts = records.filter((record) => !told.has(record));
  const events = [
    ...history.map((step) => stepEvent(step, madeBy(step), who)),
    ...facts.map((record) => fact(record, who)),
  ];
  // Steps of the same moment stay in the order in which they were made.
  return events.reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function stepEvent(step: TicketStep, made: TicketRecord[], who: (id: string) => string): Event {
  const to = word(ticketStatuses, step.to);
  return {
    at: step.at,
    who: who(step.who),
    title: step.from ? `${word(ticketStatuses, step.from)} → ${to}` : '提交申请',
    text: step.why,
    rule: step.rule ?? null,
    rows: made.flatMap((record) => details(record, who)).filter(([, text]) => text !== step.why),
    photos: made.flatMap(photosOf),
    inside: false,
  };
}

/** The fields that are told as they are, without a label. */
const SPOKEN = ['text', 'finding', 'done'];

function fact(record: TicketRecord, who: (id: string) => string): Event {
  const spoken = SPOKEN.find((name) => words(record.data[name]) !== '');
  return {
    at: record.at,
    who: who(record.who),
    title: word(recordKinds, record.kind),
    text: spoken ? words(record.data[spoken]) : '',
    rows: details(record, who, spoken),
    photos: photosOf(record),
    inside: !record.shown,
  };
}

/** What a record holds, field by field; what is empty is left out. */
function details({ kind, data }: TicketRecord, who: (id: string) => string, spoken?: string): Row[] {
  const labels = new Map((RECORD_FIELDS[kind] ?? []).map(({ name, label }) => [name, label.replace(/（.*）/, '')]));
  return Object.entries(data)
    .filter(([name, value]) => name !== 'photos' && name !== spoken && value !== 'unknown')
    .map(([name, value]) => [labels.get(name) ?? LABELS[name] ?? name, show(name, value, who)] as const)
    .filter(([, text]) => text !== '');
}

const LABELS: Readonly<Record<string, string>> = {
  note: '备注',
  agent: '负责人',
  previous: '原来',
  level: '交给',
  remedy: '改为',
  amount: '金额',
  score: '评分',
  comment: '评价',
};

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cause: causes,
  state: partStates,
  what: appointments,
  repair: repairWork,
  level: levels,
  remedy: remedies,
};

function show(name: string, value: unknown, who: (id: string) => string): string {
  if (typeof value === 'boolean') return name === 'accepted' ? (value ? '同意' : '不同意') : value ? '通过' : '未通过';
  if (Array.isArray(value)) return value.join('、');
  const text = words(value);
  if (name === 'agent') return text ? who(text) : '无人负责';
  if (text === '') return '';
  switch (name) {
    case 'previous':
      return previous(text, who);
    case 'amount':
    case 'fee':
      return yuan(text);
    case 'at':
    case 'until':
      return moment(text);
    case 'score':
      return '★'.repeat(Number(text));
    default:
      return word(WORDS[name] ?? {}, text);
  }
}

/** What stood there before: a sum, a level, a remedy or an agent. */
function previous(value: string, who: (id: string) => string): string {
  if (/^\d+\.\d\d$/.test(value)) return yuan(value);
  return levels[value] ?? remedies[value] ?? who(value);
}

function photosOf({ data }: TicketRecord): string[] {
  const photos = Array.isArray(data.photos) ? (data.photos as { id: string }[]) : [];
  return photos.map(({ id }) => id);
}

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
