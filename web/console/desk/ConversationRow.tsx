import { Badge } from 'antd';
import { NavLink, useParams } from 'react-router';

import { recent, waited } from '../format';
import type { DeskList } from '../queries';
import { useDesk } from '../session/session';
import type { ConversationItem } from '../types';
import { channels, skillGroups, word } from '../words';

/** SLA-FIRST: a shopper in chat is answered within two minutes. */
const LONG_WAIT_MS = 2 * 60_000;

const SPEAKERS = { shopper: '', bot: '机器人：', agent: '客服：', system: '' } as const;

export function ConversationRow({ item, list, now }: { item: ConversationItem; list: DeskList; now: number }) {
  const { agent } = useDesk();
  const { conversationId } = useParams();
  const { last_message: last, waiting_since: since } = item;
  return (
    <li>
      <NavLink to={`/${list.id}/${item.id}`} className="row">
        <span className="row-line">
          <strong className="ellipsis">{item.shopper.name ?? '访客'}</strong>
          {item.shopper.masked_phone && <span className="secondary small">{item.shopper.masked_phone}</span>}
          <time className="secondary small push" dateTime={item.updated_at}>
            {recent(last?.ts ?? item.updated_at, now)}
          </time>
        </span>
        <span className="row-line">
          <span className="ellipsis secondary">{last ? `${SPEAKERS[last.from]}${last.text}` : item.summary}</span>
          {item.unread > 0 && item.id !== conversationId && (
            <Badge className="push" count={item.unread} size="small" title={`${item.unread} 条未读`} />
          )}
        </span>
        <span className="row-line small secondary">
          <span>{word(channels, item.channel)}</span>
          {item.skill_group && <span>{word(skillGroups, item.skill_group)}</span>}
          {item.owner === 'agent' && item.agent && item.agent.id !== agent.id && <span>{item.agent.name}接待</span>}
          {(item.priority ?? 0) > 0 && item.owner === 'queued' && <span className="urgent">优先</span>}
          {item.owner === 'queued' && since && (
            <span className={now - Date.parse(since) > LONG_WAIT_MS ? 'urgent push' : 'push'}>
              已等 {waited(since, now)}
            </span>
          )}
        </span>
      </NavLink>
    </li>
  );
}
