import { useQueryClient } from '@tanstack/react-query';

import type { ListData } from './cache';
import { keys } from './queries';
import { useDesk } from './session/session';
import type { AgentRef } from './types';

/** Other agents met in the lists read so far, as suggestions for a transfer. */
export function useColleagues(): AgentRef[] {
  const { agent } = useDesk();
  const client = useQueryClient();
  const met = new Map<string, AgentRef>();
  for (const [, data] of client.getQueriesData<ListData>({ queryKey: keys.lists })) {
    for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
      if (item.agent && item.agent.id !== agent.id) met.set(item.agent.id, item.agent);
    }
  }
  return [...met.values()];
}
