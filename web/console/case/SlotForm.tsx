import { Button, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';

import type { Slots, SlotValue } from '../types';
import { slotNames, word } from '../words';
import { CHOICES, editable, EDITORS, known, showSlot, withChange } from './slots';

interface Props {
  slots: Slots;
  draft: Slots;
  onDraft: (draft: Slots) => void;
  asked: string | null;
  /** Only who holds the conversation corrects it. */
  locked: boolean;
  /** Product names by line of the order. */
  lines: ReadonlyMap<string, string>;
}

export function SlotForm({ slots, draft, onDraft, asked, locked, lines }: Props) {
  const prefix = useId();
  const changed = Object.keys(draft).length;
  const fixed = known(slots, locked ? [] : editable(slots));
  return (
    <>
      {!locked && (
        <div className="slots" role="group" aria-label="可修改的信息">
          {editable(slots).map((name) => (
            <div key={name} className={name in draft ? 'slot slot-changed' : 'slot'}>
              <label htmlFor={prefix + name}>{word(slotNames, name)}</label>
              <SlotInput
                id={prefix + name}
                name={name}
                value={(name in draft ? draft[name] : slots[name]) ?? null}
                onChange={(value) => onDraft(withChange(draft, slots, name, value))}
              />
            </div>
          ))}
        </div>
      )}
      {!locked && changed > 0 && (
        <p className="small">
          已修改 {changed} 项，点「交还机器人」后生效。
          <Button size="small" type="link" onClick={() => onDraft({})}>
            撤销修改
          </Button>
        </p>
      )}
      {asked && <p className="secondary small">机器人停在「{word(slotNames, asked)}」这一步。</p>}
      <dl className="rows">
        {fixed.map(([name, value]) => (
          <div key={name}>
            <dt>{word(slotNames, name)}</dt>
            <dd>{showSlot(name, value, lines)}</dd>
          </div>
        ))}
      </dl>
      {locked && <p className="secondary small">{fixed.length ? '接入会话后可以修改。' : '还没有收集到信息。'}</p>}
    </>
  );
}

interface InputProps {
  id: string;
  name: string;
  value: SlotValue;
  onChange: (value: SlotValue) => void;
}

function SlotInput({ id, name, value, onChange }: InputProps) {
  switch (EDITORS[name]) {
    case 'number':
      return <InputNumber id={id} min={1} precision={0} value={value as number | null} onChange={onChange} />;
    case 'long':
      return (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={text(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'yes_no':
      return (
        <Choice
          id={id}
          value={value === null ? null : value ? 'yes' : 'no'}
          words={{ yes: '是', no: '否' }}
          onChange={(next) => onChange(next && next === 'yes')}
        />
      );
    case 'choice':
      return <Choice id={id} value={text(value)} words={CHOICES[name] ?? {}} onChange={onChange} />;
    default:
      return <Input id={id} value={text(value)} onChange={(event) => onChange(event.target.value)} />;
  }
}

interface ChoiceProps {
  id: string;
  value: string | null;
  words: Readonly<Record<string, string>>;
  onChange: (value: string | null) => void;
}

function Choice({ id, value, words, onChange }: ChoiceProps) {
  return (
    <Select<string | null>
      id={id}
      allowClear
      placeholder="未填写"
      options={Object.entries(words).map(([option, label]) => ({ value: option, label }))}
      value={value || null}
      onChange={(next) => onChange(next ?? null)}
    />
  );
}

/** What a text field shows of a slot; structured values never get one. */
function text(value: SlotValue): string {
  return value === null || typeof value === 'object' ? '' : String(value);
}
