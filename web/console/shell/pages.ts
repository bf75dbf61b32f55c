/** The rooms of the console, and who is shown the way to them. */
import { lazy } from 'react';
import type { ComponentType } from 'react';

import { can, type Permission } from '../permissions';
import type { Agent } from '../types';

export interface Page {
  path: string;
  title: string;
  needs?: Permission;
  Component: ComponentType;
}

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));

export const PAGES: readonly Page[] = [
  {
    path: 'tickets',
    title: '工单',
    Component: page(async () => (await import('../tickets/TicketListPage')).TicketListPage),
  },
  {
    path: 'commands',
    title: '待办',
    Component: page(async () => (await import('../boards/CommandsPage')).CommandsPage),
  },
  {
    path: 'clocks',
    title: '时限看板',
    Component: page(async () => (await import('../boards/ClocksPage')).ClocksPage),
  },
  {
    path: 'promises',
    title: '承诺',
    needs: 'supervise',
    Component: page(async () => (await import('../boards/PromisesPage')).PromisesPage),
  },
  {
    path: 'reports',
    title: '报表',
    needs: 'reports',
    Component: page(async () => (await import('../reports/ReportsPage')).ReportsPage),
  },
  {
    path: 'simulator',
    title: '规则模拟',
    needs: 'supervise',
    Component: page(async () => (await import('../policy/SimulatorPage')).SimulatorPage),
  },
  {
    path: 'understanding',
    title: '听懂了吗',
    needs: 'converse',
    Component: page(async () => (await import('../understanding/ParsePage')).ParsePage),
  },
  {
    path: 'learning',
    title: '教机器人',
    needs: 'supervise',
    Component: page(async () => (await import('../learning/LearningPage')).LearningPage),
  },
];

export const TicketPage = page(async () => (await import('../tickets/TicketPage')).TicketPage);

export function pagesFor(agent: Pick<Agent, 'roles'>): Page[] {
  return PAGES.filter(({ needs }) => !needs || can(agent, needs));
}

/** Where somebody starts: who talks to shoppers with the queue, a merchant with the tickets. */
export function home(agent: Pick<Agent, 'roles'>): string {
  return can(agent, 'converse') ? '/queued' : '/tickets';
}
