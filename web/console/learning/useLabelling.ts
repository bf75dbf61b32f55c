import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { keys } from '../queries';
import { useDesk } from '../session/session';
import type { Proposal } from '../types';

interface Step {
  proposal: Proposal;
  /** None: taken back. */
  label?: string;
}

/** The queue of one sitting: what is next, what was done, and the way back.
 *
 * The next message is shown at once; what is sent meanwhile goes in its order, and comes back if it is refused.
 */
export function useLabelling() {
  const { api } = useDesk();
  const client = useQueryClient();
  const [done, setDone] = useState<Proposal[]>([]);
  const query = useQuery({ queryKey: keys.proposals, queryFn: () => api.proposals(), staleTime: Infinity });
  const finish = (proposal: Proposal) => setDone((before) => [...without(before, proposal), proposal]);
  const reopen = (proposal: Proposal) => setDone((before) => without(before, proposal));
  const step = useMutation({
    scope: { id: 'labels' },
    mutationFn: async ({ proposal, label }: Step) => {
      await (label ? api.label(proposal.id, label) : api.takeBackLabel(proposal.id));
    },
    onMutate: ({ proposal, label }) => (label ? finish : reopen)(proposal),
    onError: (_, { proposal, label }) => (label ? reopen : finish)(proposal),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.learning, exact: true }),
  });
  const queue = query.data?.filter((proposal) => !done.some(({ id }) => id === proposal.id)) ?? [];
  const current = queue[0];
  const last = done.at(-1);
  return {
    current,
    left: queue.length,
    done: done.length,
    loading: query.isPending,
    error: query.error ?? step.error,
    choose: (label: string) => {
      if (current) step.mutate({ proposal: current, label });
    },
    undo: last && (() => step.mutate({ proposal: last })),
    /** Looks for more; what was done stays done. */
    more: () => {
      step.reset();
      setDone([]);
      void query.refetch();
    },
  };
}

function without(proposals: Proposal[], proposal: Proposal): Proposal[] {
  return proposals.filter(({ id }) => id !== proposal.id);
}
