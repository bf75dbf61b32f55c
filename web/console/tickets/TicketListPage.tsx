import { Button, Checkbox, Empty, Input, Pagination, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import { yuan } from '../../shared/money';
import { Failed } from '../Failed';
import { recent } from '../format';
import { useWho } from '../names';
import { useTicketList } from '../queries';
import { useDesk } from '../session/session';
import type { Ticket } from '../types';
import { useNow } from '../useNow';
import { levels, reasons, remedies, ticketStatuses, ticketTypes, word } from '../words';
import { CallerDialog } from './CallerDialog';
import { ALL, changed, OPEN, PAGE_SIZE, pageOf, ticketQuery } from './filters';
import { TicketTones } from './TicketRows';

export function TicketListPage() {
  const { agent } = useDesk();
  const [params, setParams] = useSearchParams();
  const [calling, setCalling] = useState(false);
  const { data, error, refetch } = useTicketList(ticketQuery(params, agent.id));
  const set = (name: string, value: string | null) => setParams(changed(params, name, value), { replace: true });
  return (
    <main className="page">
      <header className="page-head">
        <h2>工单</h2>
        {data && <span className="secondary">共 {data.total} 张</span>}
        <Button className="push" onClick={() => setCalling(true)}>
          代客登记
        </Button>
      </header>
      {calling && <CallerDialog onClose={() => setCalling(false)} />}
      <Filters params={params} set={set} />
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data && <Skeleton active />}
      {data && (data.items.length ? <Table tickets={data.items} /> : <Empty description="没有符合条件的工单" />)}
      {data && data.total > PAGE_SIZE && (
        <Pagination
          current={pageOf(params)}
          pageSize={PAGE_SIZE}
          total={data.total}
          showSizeChanger={false}
          onChange={(page) => set('page', String(page))}
        />
      )}
    </main>
  );
}

interface FilterProps {
  params: URLSearchParams;
  set: (name: string, value: string | null) => void;
}

const STATUSES = [
  { value: OPEN, label: '未结束' },
  { value: ALL, label: '全部状态' },
  ...Object.entries(ticketStatuses).map(([value, label]) => ({ value, label })),
];

function Filters({ params, set }: FilterProps) {
  return (
    <div className="filters" role="search" aria-label="筛选工单">
      <Input.Search
        aria-label="工单号或订单号"
        placeholder="工单号或订单号"
        allowClear
        defaultValue={params.get('text') ?? ''}
        onSearch={(text) => set('text', text.trim())}
      />
      <Select
        aria-label="状态"
        value={params.get('status') ?? OPEN}
        options={STATUSES}
        onChange={(status: string) => set('status', status)}
      />
      <Filter name="type" label="类型" words={ticketTypes} params={params} set={set} />
      <Filter name="level" label="层级" words={levels} params={params} set={set} />
      <Checkbox checked={params.has('mine')} onChange={({ target }) => set('mine', target.checked ? '1' : null)}>
        只看我的
      </Checkbox>
    </div>
  );
}

function Filter({ name, label, words, params, set }: FilterProps & { name: string; label: string; words: object }) {
  return (
    <Select<string | null>
      aria-label={label}
      placeholder={label}
      allowClear
      value={params.get(name)}
      options={Object.entries(words).map(([value, text]) => ({ value, label: String(text) }))}
      onChange={(value) => set(name, value ?? null)}
    />
  );
}

function Table({ tickets }: { tickets: Ticket[] }) {
  const who = useWho();
  const now = useNow();
  return (
    <table className="grid">
      <thead>
        <tr>
          {['工单号', '状态', '类型', '原因', '处理方式', '金额', '负责人', '更新'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tickets.map((ticket) => (
          <tr key={ticket.id}>
            <th scope="row">
              <Link to={`/tickets/${ticket.id}`} className="link">
                {ticket.number}
              </Link>
              {ticket.order_id && <span className="secondary small block">订单 {ticket.order_id}</span>}
            </th>
            <td>
              <TicketTones ticket={ticket} />
            </td>
            <td data-label="类型">{word(ticketTypes, ticket.type)}</td>
            <td data-label="原因">{ticket.reason && word(reasons, ticket.reason)}</td>
            <td data-label="处理方式">{ticket.remedy && word(remedies, ticket.remedy)}</td>
            <td data-label="金额">{ticket.amount && yuan(ticket.amount)}</td>
            <td data-label="负责人">{ticket.assignee ? who(ticket.assignee) : '待分配'}</td>
            <td data-label="更新">{recent(ticket.updated_at, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
