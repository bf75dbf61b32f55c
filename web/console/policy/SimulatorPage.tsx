import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Collapse, Empty, Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';

import { ApiError } from '../api';
import { DecisionView } from '../case/DecisionView';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import type { Decision } from '../types';
import { FactsFields } from './FactsFields';
import { flipText } from './flips';
import { problemAt, problemText } from './problems';
import { body, type Facts, PRESETS } from './presets';

type View = 'form' | 'json';

const VIEWS = [
  { value: 'form' as const, label: '表单' },
  { value: 'json' as const, label: 'JSON' },
];

const FIRST = PRESETS[0]!;

/** What the policy would decide on a case that is only thought of. */
export function SimulatorPage() {
  const { api } = useDesk();
  const [form] = Form.useForm<Facts>();
  const [view, setView] = useState<View>('form');
  const [json, setJson] = useState('');
  const [start] = useState(() => FIRST.facts(new Date()));

  const simulate = useMutation({
    mutationFn: (facts: Facts) => api.simulate(facts),
    onError: (error) => {
      const name = error instanceof ApiError && error.field ? pathOf(error.field) : null;
      if (name && form.getFieldInstance(name)) form.setFields([{ name: name as never, errors: [problemText(error.message)] }]);
    },
  });
  const show = (next: View) => {
    if (next === 'json') setJson(JSON.stringify(body(form.getFieldsValue(true) as Facts), null, 2));
    else if (read(json)) form.setFieldsValue(read(json)!);
    setView(next);
  };
  const load = (id: string) => {
    const facts = PRESETS.find((preset) => preset.id === id)!.facts(new Date());
    form.resetFields();
    form.setFieldsValue({ remedy: undefined, claim: undefined, shopper: undefined, ...facts } as Facts);
    setJson(JSON.stringify(body(facts), null, 2));
    simulate.mutate(body(facts));
  };

  return (
    <main className="page">
      <header className="page-head">
        <h2>规则模拟</h2>
        <span className="secondary">设想一个申请，看规则怎么定。不会保存，也不影响任何顾客。</span>
      </header>
      <div className="simulator">
        <section aria-label="情况">
          <div className="filters">
            <Select
              aria-label="参考案例"
              placeholder="参考案例"
              defaultValue={FIRST.id}
              options={PRESETS.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={load}
            />
            <Segmented aria-label="填写方式" options={VIEWS} value={view} onChange={show} />
            <Button
              type="primary"
              loading={simulate.isPending}
              disabled={view === 'json' && !read(json)}
              onClick={() => (view === 'form' ? form.submit() : simulate.mutate(read(json)!))}
            >
              看看规则怎么定
            </Button>
          </div>
          <Form
            form={form}
            layout="vertical"
            initialValues={start}
            className={view === 'form' ? 'facts' : 'hidden'}
            onFinish={() => simulate.mutate(body(form.getFieldsValue(true) as Facts))}
          >
            <FactsFields />
          </Form>
          {view === 'json' && (
            <Input.TextArea
              aria-label="模拟内容 JSON"
              className="json"
              autoSize={{ minRows: 16, maxRows: 30 }}
              status={read(json) ? '' : 'error'}
              value={json}
              onChange={(event) => setJson(event.target.value)}
            />
          )}
        </section>
        <section aria-label="结果" aria-live="polite">
          {simulate.error && <Refused error={simulate.error} />}
          {!simulate.error && !simulate.data && <Empty description="选一个案例，或填写后看结果" />}
          {simulate.data && !simulate.error && <Result decision={simulate.data} />}
        </section>
      </div>
    </main>
  );
}

function Refused({ error }: { error: Error }) {
  const field = error instanceof ApiError ? error.field : undefined;
  return <Alert type="error" showIcon title="这样填写规则没法判断" description={field ? problemAt(field, error.message) : error.message} />;
}

function Result({ decision }: { decision: Decision }) {
  const { flips = [], policy_version: version } = decision;
  return (
    <>
      <Section title="规则的决定">
        <DecisionView decision={decision} />
        <p className="secondary small">规则版本 {version}</p>
      </Section>
      {flips.length > 0 && (
        <Section title="如果有一点不同，就能直接通过">
          <ul className="flips">
            {flips.map((flip) => (
              <li key={flip.fact}>{flipText(flip)}</li>
            ))}
          </ul>
        </Section>
      )}
      <Collapse
        ghost
        items={[
          {
            key: 'json',
            label: '完整结果（JSON）',
            children: <pre className="json">{JSON.stringify(decision, null, 2)}</pre>,
          },
        ]}
      />
    </>
  );
}

/** `order.lines.0.paid` as the form names it. */
function pathOf(field: string): (string | number)[] {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function read(json: string): Facts | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Facts) : null;
  } catch {
    return null;
  }
}
