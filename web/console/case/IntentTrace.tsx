import { Progress } from 'antd';

import type { ConversationDetail, IntentReading } from '../types';
import { intents, word } from '../words';

/** Below this the bot itself asks back rather than acts. */
const UNSURE = 0.6;

/** How the bot understood each message, the latest first. */
export function IntentTrace({ detail }: { detail: ConversationDetail }) {
  const texts = new Map(detail.messages.map(({ id, text }) => [id, text]));
  if (!detail.intent_trace.length) return <span className="secondary">机器人还没有识别过消息。</span>;
  return (
    <ol className="trace">
      {[...detail.intent_trace].reverse().map((reading, index) => (
        <li key={`${reading.message_id}-${index}`}>
          <Reading reading={reading} text={texts.get(reading.message_id)} />
        </li>
      ))}
    </ol>
  );
}

function Reading({ reading, text }: { reading: IntentReading; text: string | undefined }) {
  const [intent = '', topic] = reading.intent.split('/');
  const percent = Math.round(reading.confidence * 100);
  const name = topic ? `${word(intents, intent)}（${topic}）` : word(intents, intent);
  return (
    <>
      {text && <span className="ellipsis secondary small">「{text}」</span>}
      <span className="trace-line">
        <span>{name}</span>
        <Progress
          percent={percent}
          size="small"
          status={reading.confidence < UNSURE ? 'exception' : 'normal'}
          format={() => `${percent}%`}
          aria-label={`${name}的置信度`}
        />
      </span>
    </>
  );
}
