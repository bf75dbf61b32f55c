import { useEffect } from 'react';
import { Navigate, useParams } from 'react-router';

import { ConversationView } from '../conversation/ConversationView';
import { can } from '../permissions';
import { LISTS, useConversations } from '../queries';
import { useDesk } from '../session/session';
import { home } from '../shell/pages';
import { ConversationList } from './ConversationList';
import { ListNav } from './ListNav';

const QUEUE = LISTS[0]!;

/** The conversations: lists on the left, the open one beside its case. */
export function Desk() {
  const { list: listId, conversationId } = useParams();
  const { agent } = useDesk();
  const list = LISTS.find(({ id }) => id === listId);
  const hidden = !can(agent, 'converse') || (list?.supervisorOnly && !can(agent, 'supervise'));
  if (!list || hidden) return <Navigate to={home(agent)} replace />;
  return (
    <div className={conversationId ? 'desk desk-open' : 'desk'}>
      <QueueInTitle />
      <aside className="desk-lists" aria-label="会话列表">
        <ListNav />
        <ConversationList key={list.id} list={list} />
      </aside>
      {conversationId ? (
        <ConversationView key={conversationId} id={conversationId} />
      ) : (
        <main className="desk-empty secondary">从左侧选择一位顾客，查看对话和案件信息。</main>
      )}
    </div>
  );
}

/** The length of the queue before the page's title, seen from another tab. */
function QueueInTitle() {
  const { data } = useConversations(QUEUE);
  const waiting = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  useEffect(() => {
    document.title = waiting ? `（${waiting}）客服工作台` : '客服工作台';
    return () => {
      document.title = '客服工作台';
    };
  }, [waiting]);
  return null;
}
