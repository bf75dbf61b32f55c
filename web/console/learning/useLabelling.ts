import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { keys } from '../queries';
import { useDesk } from '../session/session';
import type { Proposal } from '../types';

/** The queue of one sitting: what is next, what was done, and the way back. */
export function useLabelling() {
  const { api } = useDesk();
  const client = useQueryClient();
  const [done, setDone] = useState<Proposal[]>([]);
  const query = useQuery({ queryKey: keys.proposals, queryFn: () => api.proposals(), staleTime: Infinity });
  const settled = () => client.invalidateQueries({ queryKey: keys.learning, exact: true });
  const chosen = useMutation({
    mutationFn: ({ proposal, label }: { proposal: Proposal; label: string }) => api.label(proposal.id, label),
    onSuccess: (_, { proposal }) => {
      setDone((before) => [...before, proposal]);
      return settled();
    },
  });
  const undone = useMutation({
    mutationFn: (proposal: Proposal) => api.takeBackLabel(proposal.id),
    onSuccess: (_, proposal) => {
      setDone((before) => before.filter(({ id }) => id !== proposal.id));
      return settled();
    },
  });
  const queue = query.data?.filter((proposal) => !done.some(({ id }) => id === proposal.id)) ?? [];
  const current = queue[0];
  const last = done.at(-1);
  const busy = chosen.isPending || undone.isPending;
  return {
    current,
    left: queue.length,
    done: done.length,
    busy,
    loading: query.isPending,
    error: query.error ?? chosen.error ?? undone.error,
    choose: (label: string) => {
      if (current && !busy) chosen.mutate({ proposal: current, label });
    },
    undo: last && !busy ? () => undone.mutate(last) : undefined,
    /** Looks for more; what was done stays done. */
    more: () => {
      chosen.reset();
      undone.reset();
      setDone([]);
      void query.refetch();
    },
  };
}
