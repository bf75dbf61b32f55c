/** What each role may do at the desk (POLICY 6), so that nobody is offered what the service would refuse. */
import type { Agent, Role } from './types';

export type Permission = 'converse' | 'supervise' | 'reports';

const CHIEFS: readonly Role[] = ['supervisor', 'administrator'];

const ALLOWED: Readonly<Record<Permission, readonly Role[]>> = {
  converse: ['agent', 'tech_support', ...CHIEFS],
  /** Taking over, the simulator, the ledger of promises. */
  supervise: CHIEFS,
  /** A merchant those of his own goods. */
  reports: ['merchant', ...CHIEFS],
};

export function can(agent: Pick<Agent, 'roles'>, permission: Permission): boolean {
  return agent.roles.some((role) => ALLOWED[permission].includes(role));
}
