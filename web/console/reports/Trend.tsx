import type { DefinedFigure, ReportGroup } from '../types';
import { axis, every, goalText, reading } from './figures';
import { useWidth } from './useWidth';

const HEIGHT = 220;
const SIDE = { left: 40, right: 16, top: 20, bottom: 26 };
const LABEL = 68;

interface Props {
  figure: DefinedFigure;
  groups: readonly ReportGroup[];
}

interface Point {
  key: string;
  name: string;
  value: number | null;
  count: number;
}

/** One figure over time with its goal; where nothing is known the line breaks. The same as a table below. */
export function Trend({ figure, groups }: Props) {
  const { ref, width } = useWidth();
  const points: Point[] = groups.map(({ key, name, figures }) => {
    const own = figures.find(({ id }) => id === figure.id);
    return { key, name, value: own?.value ?? null, count: own?.denominator ?? 0 };
  });
  if (points.every(({ value }) => value === null)) return <p className="secondary">这段时间还没有数据。</p>;
  return (
    <figure className="trend">
      <div ref={ref}>
        <Drawing figure={figure} points={points} width={width} />
      </div>
      <details>
        <summary className="secondary small">看数字</summary>
        <table className="deadlines">
          <tbody>
            {points.map(({ key, name, value, count }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td>{reading(value, figure.unit)}</td>
                <td>样本 {count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Drawing({ figure, points, width }: { figure: DefinedFigure; points: readonly Point[]; width: number }) {
  const [low, high] = axis(points.map(({ value }) => value), figure.goal, figure.unit);
  const inner = { width: width - SIDE.left - SIDE.right, height: HEIGHT - SIDE.top - SIDE.bottom };
  const x = (index: number) => SIDE.left + (inner.width * (index + 0.5)) / points.length;
  const y = (value: number) => SIDE.top + inner.height * (1 - (value - low) / (high - low));
  const step = every(points.length, Math.floor(inner.width / LABEL));
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={`${figure.name}走势，数字见下表`}>
      {[low, (low + high) / 2, high].map((mark) => (
        <g key={mark}>
          <line className="axis" x1={SIDE.left} x2={width - SIDE.right} y1={y(mark)} y2={y(mark)} />
          <text x={SIDE.left - 6} y={y(mark) + 4} textAnchor="end">
            {Number(mark.toFixed(1))}
          </text>
        </g>
      ))}
      {figure.goal !== null && (
        <line className="goal" x1={SIDE.left} x2={width - SIDE.right} y1={y(figure.goal)} y2={y(figure.goal)} />
      )}
      {pieces(points).map((piece) => (
        <polyline
          key={piece[0]!.index}
          className="line"
          points={piece.map(({ index, value }) => `${x(index)},${y(value)}`).join(' ')}
        />
      ))}
      {points.map(({ key, name, value, count }, index) => (
        <g key={key}>
          {value !== null && (
            <circle className="point" cx={x(index)} cy={y(value)} r={4}>
              <title>{`${name}：${reading(value, figure.unit)}（样本 ${count}）`}</title>
            </circle>
          )}
          {index % step === 0 && (
            <text x={x(index)} y={HEIGHT - 8} textAnchor="middle">
              {name}
            </text>
          )}
        </g>
      ))}
      {figure.goal !== null && (
        <text className="goal-text" x={SIDE.left + 4} y={y(figure.goal) - 5}>
          {goalText(figure)}
        </text>
      )}
    </svg>
  );
}

/** The stretches in which every value is known. */
function pieces(points: readonly Point[]): { index: number; value: number }[][] {
  const found: { index: number; value: number }[][] = [];
  let last: { index: number; value: number }[] | null = null;
  points.forEach(({ value }, index) => {
    if (value === null) last = null;
    else if (last) last.push({ index, value });
    else found.push((last = [{ index, value }]));
  });
  return found;
}
