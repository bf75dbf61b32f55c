import { Empty } from 'antd';

import type { DefinedFigure, Figure, ReportGroup } from '../types';
import { goalText, reading, verdict } from './figures';

interface Props {
  title: string;
  figures: readonly DefinedFigure[];
  groups: readonly ReportGroup[];
}

/** Every group with all its figures. */
export function Groups({ title, figures, groups }: Props) {
  if (!groups.length) return <Empty description="这段时间还没有数据" />;
  return (
    <div className="wide">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {figures.map((figure) => (
              <th key={figure.id} scope="col">
                {figure.name}
                <span className="block small">{goalText(figure)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">{group.name}</th>
              {figures.map((defined) => (
                <Cell key={defined.id} defined={defined} figure={group.figures.find(({ id }) => id === defined.id)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ defined, figure }: { defined: DefinedFigure; figure: Figure | undefined }) {
  if (!figure || figure.value === null) {
    return (
      <td data-label={defined.name} className="secondary">
        <span aria-label="暂无数据">—</span>
      </td>
    );
  }
  const missed = verdict(figure)?.tone === 'bad';
  return (
    <td data-label={defined.name}>
      <span className={missed ? 'urgent' : undefined}>
        {missed && <span title="未达标">✕ </span>}
        {reading(figure.value, defined.unit)}
      </span>
      <span className="secondary small block">样本 {figure.denominator}</span>
    </td>
  );
}
