import { Popover } from 'antd';

import { Tone } from '../Tone';
import type { DefinedFigure, Measure } from '../types';
import { goalText, reading, verdict } from './figures';

interface Props {
  figures: readonly DefinedFigure[];
  chosen: Measure;
  onChoose: (measure: Measure) => void;
}

/** One tile per figure; the chosen one is drawn below. */
export function Tiles({ figures, chosen, onChoose }: Props) {
  return (
    <ul className="tiles" aria-label="指标">
      {figures.map((figure) => (
        <li key={figure.id} className={figure.id === chosen ? 'tile tile-chosen' : 'tile'}>
          <button type="button" aria-pressed={figure.id === chosen} onClick={() => onChoose(figure.id)}>
            <Inside figure={figure} />
          </button>
          <Popover trigger={['click']} title={figure.name} content={<Definition figure={figure} />}>
            <button type="button" className="tile-more" aria-label={`${figure.name}怎么算`}>
              口径
            </button>
          </Popover>
        </li>
      ))}
    </ul>
  );
}

function Inside({ figure }: { figure: DefinedFigure }) {
  const how = verdict(figure);
  return (
    <>
      <span className="tile-name">
        {figure.name}
        {figure.aim && <span className="secondary small">{figure.aim}</span>}
      </span>
      <span className={figure.value === null ? 'tile-value tile-nothing' : 'tile-value'}>
        {reading(figure.value, figure.unit)}
      </span>
      <span className="tile-foot">
        {how && <Tone tone={how.tone}>{how.text}</Tone>}
        <span className="secondary small">
          {[goalText(figure), `样本 ${figure.denominator}`].filter(Boolean).join(' · ')}
        </span>
      </span>
    </>
  );
}

function Definition({ figure }: { figure: DefinedFigure }) {
  return (
    <div className="definition">
      <p>{figure.counted}</p>
      {figure.source && <p className="secondary small">目标出处：{figure.source}</p>}
    </div>
  );
}
