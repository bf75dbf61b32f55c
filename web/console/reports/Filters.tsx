import { Input, Segmented, Select } from 'antd';

import { useAgents } from '../queries';
import { useDesk } from '../session/session';
import type { ReportGroup } from '../types';
import { categories } from '../words';
import { changed, CHANNELS, type Period, type Range, RANGES, rangeOf } from './question';

interface Props {
  params: URLSearchParams;
  set: (params: URLSearchParams) => void;
  /** The days on screen, from which own ones are begun. */
  period: Period | null;
  merchants: readonly ReportGroup[];
}

/** Which days, and whose cases. */
export function Filters({ params, set, period, merchants }: Props) {
  const { agent: me } = useDesk();
  const { data: agents = [] } = useAgents();
  const range = rangeOf(params);
  const choose = (name: string, value: string | null) => set(changed(params, { [name]: value }));
  const filter = { params, choose };
  const setRange = (next: Range) => {
    const own = next === 'own' && period;
    set(changed(params, { range: next, from: own ? own.from : null, to: own ? own.to : null }));
  };
  return (
    <div className="filters" role="search" aria-label="报表条件">
      <Segmented
        aria-label="日期范围"
        value={range}
        options={[...RANGES]}
        onChange={setRange}
      />
      {range === 'own' && (
        <span className="own-days">
          <Day label="开始日期" value={params.get('from')} onChange={(day) => choose('from', day)} />
          至
          <Day label="结束日期" value={params.get('to')} onChange={(day) => choose('to', day)} />
        </span>
      )}
      <Filter name="channel" label="渠道" options={Object.entries(CHANNELS)} {...filter} />
      {!me.roles.includes('merchant') && (
        <Filter name="merchant" label="商家" options={merchants.map(({ key, name }) => [key, name])} {...filter} />
      )}
      <Filter name="agent" label="客服" options={agents.map(({ id, name }) => [id, name])} {...filter} />
      <Filter name="category" label="品类" options={Object.entries(categories)} {...filter} />
    </div>
  );
}

function Day({ label, value, onChange }: { label: string; value: string | null; onChange: (day: string) => void }) {
  return <Input type="date" aria-label={label} value={value ?? ''} onChange={({ target }) => onChange(target.value)} />;
}

interface FilterProps {
  name: string;
  label: string;
  options: readonly (readonly [string, string])[];
  params: URLSearchParams;
  choose: (name: string, value: string | null) => void;
}

function Filter({ name, label, options, params, choose }: FilterProps) {
  return (
    <Select<string | null>
      aria-label={label}
      placeholder={`全部${label}`}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={params.get(name)}
      options={options.map(([value, text]) => ({ value, label: text }))}
      onChange={(value) => choose(name, value ?? null)}
    />
  );
}
