import { useMutation } from '@tanstack/react-query';
import { Button, Empty, Form, Input, Progress, Select } from 'antd';

import { showSlot } from '../case/slots';
import { Failed } from '../Failed';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import { Tone } from '../Tone';
import type { Parsed } from '../types';
import { intents, slotNames, word } from '../words';
import { questions, sentiments, urgencies } from './words';

interface Asked {
  text: string;
  expects?: string;
}

const QUESTIONS = Object.entries(questions).map(([value, label]) => ({ value, label }));

/** One sentence in, what the assistant makes of it out. */
export function ParsePage() {
  const { api } = useDesk();
  const [form] = Form.useForm<Asked>();
  const parse = useMutation({ mutationFn: ({ text, expects }: Asked) => api.parse(text.trim(), expects) });
  return (
    <main className="page">
      <header className="page-head">
        <h2>听懂了吗</h2>
        <span className="secondary">输入顾客的一句话，看机器人怎么理解。不会发给任何人，也不会保存。</span>
      </header>
      <Form form={form} layout="vertical" onFinish={(asked) => parse.mutate(asked)} className="parse-form">
        <Form.Item name="text" label="顾客说" rules={[{ required: true, whitespace: true, message: '请输入一句话' }]}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            placeholder="例如：昨天收到的花瓶碎了，能退吗"
            onPressEnter={(event) => {
              if (event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              form.submit();
            }}
          />
        </Form.Item>
        <Form.Item name="expects" label="机器人刚问了">
          <Select allowClear placeholder="没有在等回答" options={QUESTIONS} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={parse.isPending}>
          看看
        </Button>
      </Form>
      {parse.error && <Failed error={parse.error} retry={form.submit} />}
      {parse.data ? <Understood parsed={parse.data} /> : !parse.error && <Empty description="还没有输入" />}
    </main>
  );
}

/** Readings less likely than this are noise. */
const WORTH_SHOWING = 0.005;

function Understood({ parsed }: { parsed: Parsed }) {
  const { intent, topic, ranking, entities, needs, sentiment, urgency } = parsed;
  const likely = ranking.filter(({ confidence }, index) => !index || confidence >= WORTH_SHOWING).slice(0, 8);
  return (
    <div className="parsed">
      <Section title="意图">
        <p>
          <strong>{word(intents, intent.name)}</strong> {topic && <Tone>{topic}</Tone>}
          {parsed.out_of_scope && <Tone tone="warn">超出范围</Tone>}
          {parsed.wants_human && <Tone tone="warn">想找人工</Tone>}
          <Tone tone={sentiment === 'negative' ? 'bad' : 'plain'}>{word(sentiments, sentiment)}</Tone>
          <Tone tone={urgency > 1 ? 'warn' : 'plain'}>{urgencies[urgency]}</Tone>
        </p>
        <ol className="trace">
          {likely.map(({ name, confidence }) => (
            <li key={name} className="trace-line">
              <span>
                {word(intents, name)} <code className="secondary small">{name}</code>
              </span>
              <Progress
                percent={Math.round(confidence * 100)}
                size="small"
                format={(percent) => `${percent}%`}
                aria-label={`${word(intents, name)}的把握`}
              />
            </li>
          ))}
        </ol>
      </Section>
      {needs.length > 1 && (
        <Section title="一句话里有几件事">
          <ol className="needs">
            {needs.map((need, index) => (
              <li key={index}>
                {word(intents, need.intent)} <span className="secondary">「{need.text}」</span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title="听到的信息">
        {!entities.length && <p className="secondary">没有听到具体信息。</p>}
        <dl className="rows">
          {entities.map(({ entity, value, text, start }) => (
            <div key={`${entity} ${start}`}>
              <dt>{word(slotNames, entity)}</dt>
              <dd>
                {showSlot(entity, value)} {showSlot(entity, value) !== text && <span className="secondary">原话「{text}」</span>}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}
