import { NavLink } from 'react-router';

import { can } from '../permissions';
import { type DeskList, LISTS, useConversations } from '../queries';
import { useDesk } from '../session/session';

export function ListNav() {
  const { agent } = useDesk();
  const shown = LISTS.filter((list) => !list.supervisorOnly || can(agent, 'supervise'));
  return (
    <nav className="list-nav" aria-label="会话分类">
      {shown.map((list) => (
        <NavLink key={list.id} to={`/${list.id}`}>
          {list.title}
          {(list.id === 'queued' || list.id === 'mine') && <Count list={list} />}
        </NavLink>
      ))}
    </nav>
  );
}

function Count({ list }: { list: DeskList }) {
  const { data } = useConversations(list);
  const count = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  if (!count) return null;
  const more = data?.pages.at(-1)?.next ? '+' : '';
  return <span className={`count count-${list.id}`}>{`${count}${more}`}</span>;
}
