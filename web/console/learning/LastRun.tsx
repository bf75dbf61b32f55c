import { moment } from '../format';
import { Section } from '../Section';
import { Tone } from '../Tone';
import type { Compared, TrainingRun } from '../types';
import { percent } from './labels';

/** How the last training ended, and why. */
export function LastRun({ run }: { run: TrainingRun }) {
  const deployed = run.outcome === 'deployed';
  const { guard, held_out: heldOut, new_labels: fresh, doubted } = run.figures;
  return (
    <Section title="上一次训练">
      <p>
        <Tone tone={deployed ? 'good' : 'bad'}>{deployed ? '新模型已上线' : '新模型没有上线'}</Tone>{' '}
        <span className="secondary">{moment(run.finished_at)}</span>
      </p>
      {deployed && !run.in_use && <p className="secondary">正在等机器人换上新模型。</p>}
      {!deployed && (
        <>
          <ul className="flips">
            {run.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <p className="secondary">正在使用的模型没有变动。</p>
        </>
      )}
      <table className="deadlines">
        <thead>
          <tr>
            {['答对的比例', '消息', '原来', '新的'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="店铺自己的留出语料" part={guard} />
          <Row name="留出的标注" part={heldOut} />
        </tbody>
      </table>
      {doubted.length > 0 && (
        <p className="secondary">
          {fresh} 条新标注里，有 {doubted.length} 条和机器人的前三个理解都对不上。
        </p>
      )}
    </Section>
  );
}

function Row({ name, part }: { name: string; part: Compared }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{part.messages} 条</td>
      <td>{percent(part.running, part.messages)}</td>
      <td>{percent(part.candidate, part.messages)}</td>
    </tr>
  );
}
