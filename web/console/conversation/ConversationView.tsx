import { useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useEffect, useState } from 'react';

import { changeItem, type ListData } from '../cache';
import { CaseCard } from '../case/CaseCard';
import { Failed } from '../Failed';
import { keys, LISTS, useConversation } from '../queries';
import type { Slots } from '../types';
import { Composer } from './Composer';
import { ConversationHeader } from './ConversationHeader';
import { MessageLog } from './MessageLog';

/** The open conversation: what was said in the middle, what is known on the right. */
export function ConversationView({ id }: { id: string }) {
  const { data: detail, error, refetch } = useConversation(id);
  const [draft, setDraft] = useState<Slots>({});
  useRead(id, detail?.messages.length ?? 0);

  if (error && !detail) {
    return (
      <main className="desk-empty">
        <Failed error={error} retry={() => void refetch()} />
      </main>
    );
  }
  if (!detail) {
    return (
      <main className="desk-empty">
        <Skeleton active className="padded" />
      </main>
    );
  }
  return (
    <>
      <main className="conversation">
        <ConversationHeader detail={detail} draft={draft} onReturned={() => setDraft({})} />
        <MessageLog detail={detail} />
        <Composer detail={detail} />
      </main>
      <CaseCard detail={detail} draft={draft} onDraft={setDraft} />
    </>
  );
}

/** What is on screen does not count as unread. */
function useRead(id: string, messageCount: number): void {
  const client = useQueryClient();
  useEffect(() => {
    const markRead = () => {
      for (const list of LISTS) {
        client.setQueryData<ListData>(
          keys.list(list.id),
          (data) => data && changeItem(data, id, (item) => ({ ...item, unread: 0 })),
        );
      }
    };
    markRead();
    return markRead;
  }, [client, id, messageCount]);
}
