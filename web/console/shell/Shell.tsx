import { Button, Skeleton } from 'antd';
import { Suspense } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';

import { LiveContext, useDeskSocket } from '../live';
import { can } from '../permissions';
import { LISTS } from '../queries';
import { useDesk } from '../session/session';
import { Tone } from '../Tone';
import { roles, word } from '../words';
import { pagesFor } from './pages';

/** What all rooms share: the way between them, the live connection, who is signed in. */
export function Shell() {
  const live = useDeskSocket();
  return (
    <LiveContext value={live}>
      <div className="shell">
        <TopBar connected={live.connected} />
        <Suspense fallback={<Skeleton active className="padded" />}>
          <Outlet />
        </Suspense>
      </div>
    </LiveContext>
  );
}

function TopBar({ connected }: { connected: boolean }) {
  const { agent, signOut } = useDesk();
  return (
    <header className="top">
      <h1>客服工作台</h1>
      <nav className="rooms" aria-label="页面">
        {can(agent, 'converse') && <ConversationsLink />}
        {pagesFor(agent).map(({ path, title }) => (
          <NavLink key={path} to={`/${path}`}>
            {title}
          </NavLink>
        ))}
      </nav>
      <span role="status">{!connected && <Tone tone="warn">正在连接，新消息可能延迟</Tone>}</span>
      <span className="me">
        {agent.name}
        <span className="secondary">{agent.roles.map((role) => word(roles, role)).join('、')}</span>
      </span>
      <Button size="small" onClick={() => signOut('left')}>
        退出登录
      </Button>
    </header>
  );
}

/** One room, whichever of its lists is open. */
function ConversationsLink() {
  const { pathname } = useLocation();
  const here = LISTS.some(({ id }) => pathname.split('/')[1] === id);
  return (
    <NavLink to="/queued" className={here ? 'active' : ''} aria-current={here ? 'page' : undefined}>
      会话
    </NavLink>
  );
}
