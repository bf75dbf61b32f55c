import { Button, Empty, Skeleton } from 'antd';
import type { KeyboardEvent } from 'react';

import { itemsOf } from '../cache';
import { type DeskList, useConversations } from '../queries';
import { Failed } from '../Failed';
import { useNow } from '../useNow';
import { ConversationRow } from './ConversationRow';

export function ConversationList({ list }: { list: DeskList }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useConversations(list);
  const now = useNow();

  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton active className="padded" />;
  const items = itemsOf(data, list);
  if (!items.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={list.empty} />;
  return (
    <>
      <ul className="conversations" aria-label={list.title} onKeyDown={moveFocus}>
        {items.map((item) => (
          <ConversationRow key={item.id} item={item} list={list} now={now} />
        ))}
      </ul>
      {hasNextPage && (
        <Button type="link" block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          加载更多
        </Button>
      )}
    </>
  );
}

/** Arrow keys walk through the rows; Enter opens one, as with any link. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links[links.indexOf(document.activeElement as HTMLAnchorElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
