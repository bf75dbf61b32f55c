import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';

import type { Slots, SlotValue } from '../types';
import { reasons, remedies, slotNames, word } from '../words';
import { editable, type Editor, EDITORS, readOnly, showSlot, withChange } from './slots';

interface Props {
  slots: Slots;
  draft: Slots;
  onDraft: (draft: Slots) => void;
  /** Only who holds the conversation corrects it. */
  locked: boolean;
}

export function SlotForm({ slots, draft, onDraft, locked }: Props) {
  const prefix = useId();
  const changed = Object.keys(draft).length;
  return (
    <>
      <Form layout="vertical" size="small" className="slots">
        {editable(slots).map((name) => (
          <Form.Item
            key={name}
            label={word(slotNames, name)}
            htmlFor={`${prefix}${name}`}
            className={name in draft ? 'slot-changed' : ''}
          >
            <SlotInput
              id={`${prefix}${name}`}
              editor={EDITORS[name]!}
              value={(name in draft ? draft[name] : slots[name]) ?? null}
              disabled={locked}
              onChange={(value) => onDraft(withChange(draft, slots, name, value))}
            />
          </Form.Item>
        ))}
      </Form>
      {changed > 0 && (
        <p className="small">
          已修改 {changed} 项，点「交还机器人」后生效。{' '}
          <Button size="small" type="link" onClick={() => onDraft({})}>
            撤销修改
          </Button>
        </p>
      )}
      {locked && <p className="secondary small">接入会话后可以修改。</p>}
      <dl className="rows">
        {readOnly(slots).map(([name, value]) => (
          <div key={name}>
            <dt>{word(slotNames, name)}</dt>
            <dd>{showSlot(name, value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface InputProps {
  id: string;
  editor: Editor;
  value: SlotValue;
  disabled: boolean;
  onChange: (value: SlotValue) => void;
}

function SlotInput({ id, editor, value, disabled, onChange }: InputProps) {
  const shared = { id, disabled };
  switch (editor) {
    case 'number':
      return <InputNumber {...shared} min={1} precision={0} value={value as number | null} onChange={onChange} />;
    case 'long':
      return (
        <Input.TextArea
          {...shared}
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={text(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'text':
      return <Input {...shared} value={text(value)} onChange={(event) => onChange(event.target.value)} />;
    case 'yes_no':
      return (
        <Choice
          {...shared}
          value={value === null ? null : value ? 'yes' : 'no'}
          words={{ yes: '是', no: '否' }}
          onChange={(next) => onChange(next && next === 'yes')}
        />
      );
    case 'remedy':
      return <Choice {...shared} value={text(value)} words={remedies} onChange={onChange} />;
    case 'reason':
      return <Choice {...shared} value={text(value)} words={reasons} onChange={onChange} />;
  }
}

interface ChoiceProps {
  id: string;
  disabled: boolean;
  value: string | null;
  words: Readonly<Record<string, string>>;
  onChange: (value: string | null) => void;
}

function Choice({ value, words, onChange, ...rest }: ChoiceProps) {
  return (
    <Select<string | null>
      {...rest}
      allowClear
      placeholder="未填写"
      options={Object.entries(words).map(([id, label]) => ({ value: id, label }))}
      value={value || null}
      onChange={(next) => onChange(next ?? null)}
    />
  );
}

/** What a text field shows of a slot; structured values never get one. */
function text(value: SlotValue): string {
  return value === null || typeof value === 'object' ? '' : String(value);
}
