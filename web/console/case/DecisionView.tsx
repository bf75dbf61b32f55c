import { yuan } from '../../shared/money';
import { moment } from '../format';
import { Tone, type ToneName } from '../Tone';
import type { Decision, Outcome } from '../types';
import { alternatives, clocks, freightPayers, outcomes, photoKinds, remedies, word } from '../words';

const TONES: Record<Outcome, ToneName> = { approve: 'good', review: 'warn', reject: 'bad' };

/** What the policy says about the case, why, who pays and by when. */
export function DecisionView({ decision }: { decision: Decision }) {
  return (
    <>
      <p>
        <Tone tone={TONES[decision.outcome]}>{word(outcomes, decision.outcome)}</Tone> 
        {decision.explanation}
      </p>
      <dl className="rows">
        {decision.remedies.map((option) => (
          <div key={option.id} className={option.id === decision.remedy ? 'chosen' : ''}>
            <dt>{word(remedies, option.id)}</dt>
            <dd>
              {word(outcomes, option.outcome)}
              {Number(option.refund_amount) > 0 && ` · 退款 ${yuan(option.refund_amount)}`}
              {` · ${word(freightPayers, option.freight_payer)}`}
            </dd>
          </div>
        ))}
        {decision.evidence.length > 0 && (
          <div>
            <dt>所需凭证</dt>
            <dd>{decision.evidence.map((id) => word(photoKinds, id)).join('、')}</dd>
          </div>
        )}
        {decision.alternatives.length > 0 && (
          <div>
            <dt>其他选择</dt>
            <dd>{decision.alternatives.map((id) => word(alternatives, id)).join('、')}</dd>
          </div>
        )}
        <div>
          <dt>规则</dt>
          <dd>
            {decision.rules.map((rule) => (
              <Tone key={rule}>{rule}</Tone>
            ))}
          </dd>
        </div>
      </dl>
      {decision.deadlines.length > 0 && <Deadlines deadlines={decision.deadlines} />}
    </>
  );
}

function Deadlines({ deadlines }: Pick<Decision, 'deadlines'>) {
  return (
    <table className="deadlines">
      <caption className="secondary small">时限（北京时间）</caption>
      <thead>
        <tr>
          <th scope="col">事项</th>
          <th scope="col">目标</th>
          <th scope="col">最晚</th>
        </tr>
      </thead>
      <tbody>
        {deadlines.map(({ clock, target, limit }) => (
          <tr key={clock}>
            <th scope="row">{word(clocks, clock)}</th>
            <td>{moment(target)}</td>
            <td>{moment(limit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
