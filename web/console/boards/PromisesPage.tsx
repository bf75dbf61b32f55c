import { useQuery } from '@tanstack/react-query';
import { Empty, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { yuan } from '../../shared/money';
import { Failed } from '../Failed';
import { moment } from '../format';
import { keys } from '../queries';
import { useDesk } from '../session/session';
import type { PromiseMade, PromiseState } from '../types';
import { word } from '../words';
import { promisers, promiseStates } from './words';

const STATES = (['broken', 'open', 'kept', 'void'] as const).map((value) => ({
  value,
  label: word(promiseStates, value),
}));

/** The dates and sums that shoppers were told, and whether they were kept. */
export function PromisesPage() {
  const { api } = useDesk();
  const [state, setState] = useState<PromiseState>('broken');
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.promises, state],
    queryFn: () => api.promises(state),
  });
  return (
    <main className="page">
      <header className="page-head">
        <h2>承诺</h2>
        <span className="secondary">对顾客说过的日期和金额，有没有做到。</span>
      </header>
      <Segmented aria-label="状态" options={STATES} value={state} onChange={setState} />
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data && <Skeleton active />}
      {data && !data.length && <Empty description="没有这样的承诺" />}
      {data && data.length > 0 && (
        <table className="grid">
          <thead>
            <tr>
              {['原话', '承诺', '谁说的', '说的时间', '来自'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((promise) => (
              <Row key={promise.id} promise={promise} />
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}

function Row({ promise }: { promise: PromiseMade }) {
  const { text, due_at: due, amount, by, told_at: told, ticket_id: ticket, conversation_id: conversation } = promise;
  return (
    <tr>
      <th scope="row">「{text}」</th>
      <td data-label="承诺">{due ? `${moment(due)} 前` : amount && yuan(amount)}</td>
      <td data-label="谁说的">{word(promisers, by)}</td>
      <td data-label="说的时间">{moment(told)}</td>
      <td data-label="来自">
        {ticket && (
          <Link to={`/tickets/${ticket}`} className="link">
            工单
          </Link>
        )}{' '}
        <Link to={`/mine/${conversation}`} className="link">
          会话
        </Link>
      </td>
    </tr>
  );
}
