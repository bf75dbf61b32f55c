import { useMutation } from '@tanstack/react-query';
import { App, Button, Segmented, Skeleton } from 'antd';
import { useSearchParams } from 'react-router';

import type { ReportQuery } from '../api';
import { Failed } from '../Failed';
import { calendarDay } from '../format';
import { useReport } from '../queries';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import { useNow } from '../useNow';
import { Filters } from './Filters';
import { Groups } from './Groups';
import { BYS, byOf, changed, paceOf, questionOf } from './question';
import { Reasons } from './Reasons';
import { Tiles } from './Tiles';
import { Trend } from './Trend';

const PACES = [
  { value: 'day' as const, label: '按天' },
  { value: 'week' as const, label: '按周' },
];

/** What came of the work in some days, held against the shop's goals. The whole question stands in the address. */
export function ReportsPage() {
  const { agent } = useDesk();
  const [params, setParams] = useSearchParams();
  const set = (next: URLSearchParams) => setParams(next, { replace: true });
  const question = questionOf(params, calendarDay(new Date(useNow(60_000)).toISOString()));
  const bys = agent.roles.includes('merchant') ? BYS.filter(({ value }) => value !== 'merchant') : BYS;
  const by = byOf(params);
  const pace = question ? paceOf(params, question) : 'day';

  const { data, error, refetch, isPlaceholderData: changing } = useReport(question && { ...question, by });
  const { data: trend, isPlaceholderData: trending } = useReport(question && { ...question, by: pace });
  const whole = question && { from: question.from, to: question.to, by: 'merchant' as const };
  const { data: merchants } = useReport(agent.roles.includes('merchant') ? null : whole);
  const chosen = data?.figures.find(({ id }) => id === params.get('figure')) ?? data?.figures[0];

  return (
    <main className="page">
      <header className="page-head">
        <h2>报表</h2>
        {question && (
          <span className="secondary">
            {question.from} 至 {question.to}（北京时间）
          </span>
        )}
        {question && <Export query={{ ...question, by }} />}
      </header>
      <Filters params={params} set={set} period={question} merchants={merchants?.groups ?? []} />
      {!question && <p className="secondary">请选择开始和结束日期。</p>}
      {question && error && <Failed error={error} retry={() => void refetch()} />}
      {question && !error && !data && <Skeleton active />}
      {question && !error && data && chosen && (
        <div className="report" aria-busy={changing || trending}>
          <Tiles
            figures={data.figures}
            chosen={chosen.id}
            onChoose={(figure) => set(changed(params, { figure }))}
          />
          <div className="report-parts">
            <Section title={`${chosen.name}走势`}>
              <Segmented
                aria-label="走势的间隔"
                size="small"
                value={pace}
                options={PACES}
                onChange={(value) => set(changed(params, { pace: value }))}
              />
              {trend ? <Trend figure={chosen} groups={trend.groups} /> : <Skeleton active />}
            </Section>
            <Section title="退换货原因">
              <Reasons reasons={data.reasons} />
            </Section>
          </div>
          <Segmented
            aria-label="分组"
            value={by}
            options={[...bys]}
            onChange={(value) => set(changed(params, { by: value }))}
          />
          <Groups title={BYS.find(({ value }) => value === by)!.label.slice(1)} figures={data.figures} groups={data.groups} />
        </div>
      )}
    </main>
  );
}

function Export({ query }: { query: ReportQuery }) {
  const { api } = useDesk();
  const { message } = App.useApp();
  const table = useMutation({
    mutationFn: () => api.reportTable(query),
    onSuccess: (blob) => save(blob, `售后报表-${query.from}-${query.to}.csv`),
    onError: (error) => void message.error(error.message),
  });
  return (
    <Button className="push" loading={table.isPending} onClick={() => table.mutate()}>
      导出 CSV
    </Button>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
