import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Progress, Skeleton } from 'antd';

import { Failed } from '../Failed';
import { keys } from '../queries';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import type { LearningStatus } from '../types';
import { LabelCard } from './LabelCard';
import { LastRun } from './LastRun';
import { useLabelling } from './useLabelling';

/** Supervisors tell the assistant what shoppers meant, one message at a time. */
export function LearningPage() {
  const { api } = useDesk();
  const status = useQuery({ queryKey: keys.learning, queryFn: () => api.learning() });
  const { current, left, done, loading, error, choose, undo, more } = useLabelling();
  const failed = error ?? status.error;
  return (
    <main className="page">
      <header className="page-head">
        <h2>教机器人</h2>
        <span className="secondary">
          机器人拿不准的话，由您来说是什么意思。号码和姓名已经去掉；如果还看得出是谁，请跳过。
        </span>
      </header>
      {failed && <Failed error={failed} retry={more} />}
      <div className="labelling">
        <div>
          {(loading || status.isPending) && !failed && <Skeleton active />}
          {current && status.data && (
            <LabelCard
              key={current.id}
              proposal={current}
              labels={status.data.labels}
              onChoose={choose}
              onUndo={undo}
            />
          )}
          {!loading && !current && !error && (
            <Empty description={done ? '这一批标完了，辛苦了' : '最近的消息机器人都听得懂'}>
              <Button onClick={more}>再找找</Button> {undo && <Button onClick={undo}>撤回上一条</Button>}
            </Empty>
          )}
        </div>
        <aside className="parsed" aria-label="进度">
          <Section title="这一批">
            <Progress
              percent={Math.round((100 * done) / Math.max(1, done + left))}
              aria-label="这一批的进度"
              format={() => `${done}/${done + left}`}
            />
          </Section>
          {status.data && <Next {...status.data} />}
          {status.data?.last_run && <LastRun run={status.data.last_run} />}
        </aside>
      </div>
    </main>
  );
}

function Next({ labelled, waiting, needed }: LearningStatus) {
  return (
    <Section title="下一次训练">
      <p>
        {needed > 0 ? `再标 ${needed} 条就可以训练。` : waiting ? `有 ${waiting} 条新标注，可以训练了。` : '还没有新的标注。'}
        <span className="secondary">累计标注 {labelled} 条。</span>
      </p>
      {!needed && waiting > 0 && (
        <p className="secondary">
          请管理员在服务器上运行 <code>python -m aftersales nlu learn --train</code>。新模型比现在的差，就不会上线。
        </p>
      )}
    </Section>
  );
}
