import { Photo } from '../Photo';
import { timeOfDay } from '../format';
import { Tone } from '../Tone';
import type { Message } from '../types';
import { Unbroken } from '../Unbroken';
import { cardKinds, word } from '../words';
import { CardView } from './CardView';

export function Bubble({ message }: { message: Message }) {
  const { from, text, card, photos, choices, note, sent, ts } = message;
  if (from === 'system' && !note && !card) {
    return (
      <p className="system-line secondary small">
        {text} <time dateTime={ts}>{timeOfDay(ts)}</time>
      </p>
    );
  }
  const unsent = sent === false;
  const kind = note ? 'note' : from;
  return (
    <article className={`bubble bubble-${kind}${unsent ? ' bubble-unsent' : ''}`}>
      <header className="small secondary">
        {speaker(message)} <time dateTime={ts}>{timeOfDay(ts)}</time>
        {unsent && <Tone title="会话转给人工后机器人才答完，顾客没有看到这条回复">未发送</Tone>}
      </header>
      <div className="bubble-body">
        {text && <p>{text}</p>}
        {photos && photos.length > 0 && (
          <div className="photos">
            {photos.map(({ id }, index) => (
              <Photo key={id} id={id} alt={`${speaker(message)}发送的照片 ${index + 1}`} />
            ))}
          </div>
        )}
        {card && (
          <Unbroken instead={<p className="secondary">［{word(cardKinds, card.kind)}］无法显示</p>}>
            <CardView card={card} />
          </Unbroken>
        )}
      </div>
      {choices && choices.length > 0 && (
        <ul className="choices" aria-label="给顾客的选项">
          {choices.map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

function speaker({ from, agent, note }: Message): string {
  const name = agent?.name ?? '客服';
  if (note) return `内部备注 · ${name}`;
  return { shopper: '顾客', bot: '机器人', agent: name, system: '系统' }[from];
}
