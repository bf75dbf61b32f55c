/** A small desk for the tests: one conversation, its messages and its ticket. */
import type { ListData } from '../cache';
import type { Agent, ConversationDetail, ConversationItem, Message, Ticket } from '../types';

export const LAN: Agent = { id: 'lan', name: '小兰', roles: ['agent'], skill_groups: ['refund'] };
export const ZHOU: Agent = { id: 'zhou', name: '周主管', roles: ['supervisor'], skill_groups: [] };

export const SHEN: Agent = { id: 'shen', name: '沈记优选', roles: ['merchant'], skill_groups: [] };
export const TECH: Agent = { id: 'wu', name: '小吴', roles: ['tech_support'], skill_groups: ['repair'] };
export const COLLEAGUES: readonly Agent[] = [LAN, ZHOU, SHEN, TECH];

export function item(changes: Partial<ConversationItem> = {}): ConversationItem {
  return {
    id: 'c1',
    channel: 'widget',
    owner: 'queued',
    shopper: { name: '林晓' },
    unread: 0,
    updated_at: '2026-03-02T10:00:00+08:00',
    ...changes,
  };
}

export function message(changes: Partial<Message> = {}): Message {
  return { id: 'm1', seq: 1, ts: '2026-03-02T10:00:00+08:00', from: 'shopper', text: '花瓶碎了', ...changes };
}

export function detail(changes: Partial<ConversationDetail> = {}): ConversationDetail {
  return {
    id: 'c1',
    channel: 'widget',
    owner: 'agent',
    agent: { id: 'lan', name: '小兰' },
    shopper: { name: '林晓' },
    messages: [message()],
    slots: {},
    intent_trace: [],
    ...changes,
  };
}

export function ticket(changes: Partial<Ticket> = {}): Ticket {
  return {
    id: 't1',
    number: 'AS2603020001',
    version: 1,
    type: 'reship',
    status: 'under_review',
    level: 'agent',
    conversation_id: 'c1',
    items: [],
    photos: [],
    history: [],
    records: [],
    links: [],
    description: '',
    created_at: '2026-03-02T10:00:00+08:00',
    updated_at: '2026-03-02T10:00:00+08:00',
    ...changes,
  };
}

export function list(...items: ConversationItem[]): ListData {
  return { pages: [{ items, next: null }], pageParams: [null] };
}

export function ids(data: ListData): string[] {
  return data.pages.flatMap((page) => page.items.map(({ id }) => id));
}
