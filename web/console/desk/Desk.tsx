import { Button } from 'antd';
import { useEffect } from 'react';
import { Navigate, useParams } from 'react-router';

import { ConversationView } from '../conversation/ConversationView';
import { LiveContext, useDeskSocket } from '../live';
import { LISTS, useConversations } from '../queries';
import { useDesk } from '../session/session';
import { Tone } from '../Tone';
import { roles, word } from '../words';
import { ConversationList } from './ConversationList';
import { ListNav } from './ListNav';

const QUEUE = LISTS[0]!;

export function Desk() {
  const { list: listId, conversationId } = useParams();
  const { agent } = useDesk();
  const live = useDeskSocket();
  const list = LISTS.find(({ id }) => id === listId);
  useQueueInTitle();

  if (!list || (list.supervisorOnly && !agent.roles.includes('supervisor'))) return <Navigate to="/queued" replace />;
  return (
    <LiveContext value={live}>
      <div className="desk">
        <TopBar connected={live.connected} />
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
    </LiveContext>
  );
}

function TopBar({ connected }: { connected: boolean }) {
  const { agent, signOut } = useDesk();
  return (
    <header className="desk-top">
      <h1>客服工作台</h1>
      <span role="status">{!connected && <Tone tone="warn">正在连接，新消息可能延迟</Tone>}</span>
      <span className="desk-me">
        {agent.name}
        <span className="secondary">{agent.roles.map((role) => word(roles, role)).join('、')}</span>
      </span>
      <Button size="small" onClick={() => signOut('left')}>
        退出登录
      </Button>
    </header>
  );
}

/** The length of the queue before the page's title, seen from another tab. */
function useQueueInTitle(): void {
  const { data } = useConversations(QUEUE);
  const waiting = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  useEffect(() => {
    document.title = waiting ? `（${waiting}）客服工作台` : '客服工作台';
    return () => {
      document.title = '客服工作台';
    };
  }, [waiting]);
}
