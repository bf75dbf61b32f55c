import { Form, Input, InputNumber, Select } from 'antd';

import { fromLocal, toLocal } from '../format';
import type { Field } from './fields';

const YUAN = /^\d{1,8}(\.\d{1,2})?$/;

/** One line of a form, with the input that its kind needs. */
export function FieldInput({ field }: { field: Field }) {
  const { name, label, kind, required = false, extra } = field;
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      required={required}
      rules={[
        ...(required ? [{ required, whitespace: true, message: `请填写${label}` }] : []),
        ...(kind === 'yuan' ? [{ pattern: YUAN, message: '请填写金额，例如 12.50' }] : []),
      ]}
      {...(kind === 'moment' && {
        getValueProps: (iso: unknown) => ({ value: typeof iso === 'string' ? toLocal(iso) : undefined }),
        normalize: (local: unknown) => (typeof local === 'string' ? fromLocal(local) : undefined),
      })}
    >
      {input(field)}
    </Form.Item>
  );
}

function input({ kind, words = {}, placeholder }: Field) {
  switch (kind) {
    case 'long':
      return <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={placeholder} />;
    case 'yuan':
      return <Input inputMode="decimal" prefix="¥" placeholder={placeholder} />;
    case 'count':
      return <InputNumber min={1} max={100} precision={0} />;
    case 'choice':
      return (
        <Select
          placeholder="请选择"
          options={Object.entries(words).map(([value, text]) => ({ value, label: text }))}
        />
      );
    case 'tags':
      return <Select mode="tags" open={false} suffixIcon={null} placeholder={placeholder} />;
    case 'moment':
      return <Input type="datetime-local" />;
    case 'day':
      return <Input type="date" />;
    case 'text':
      return <Input maxLength={100} placeholder={placeholder} />;
  }
}
