import type { ReasonShare } from '../types';

/** Why goods came back, the commonest first. */
export function Reasons({ reasons }: { reasons: readonly ReasonShare[] }) {
  if (!reasons.length) return <p className="secondary">这段时间没有退换货申请。</p>;
  const most = reasons[0]!.count;
  return (
    <ul className="bars">
      {reasons.map(({ reason, name, count, share }) => (
        <li key={reason}>
          <span>{name}</span>
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <span className="bar-figure">
            {count} 单<span className="secondary small">{share.toFixed(1)}%</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
