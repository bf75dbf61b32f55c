import { Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';

import { useColleagues } from '../names';
import { can } from '../permissions';
import { skillGroups } from '../words';
import { useAction } from './actions';

interface Values {
  to: string;
  note?: string;
}

type Target = 'group' | 'agent';

const TARGETS = [
  { value: 'group' as const, label: '技能组' },
  { value: 'agent' as const, label: '指定同事' },
];

const GROUPS = Object.entries(skillGroups).map(([value, label]) => ({ value, label }));

export function TransferDialog({ id, open, onClose }: { id: string; open: boolean; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const [target, setTarget] = useState<Target>('group');
  const colleagues = useColleagues().filter((other) => can(other, 'converse'));
  const transfer = useAction(id, (api, { to, note }: Values) => api.transfer(id, to.trim(), note?.trim() ?? ''), onClose);
  return (
    <Modal
      title="转接会话"
      open={open}
      onCancel={onClose}
      onOk={form.submit}
      okText="转接"
      confirmLoading={transfer.isPending}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} onFinish={(values) => transfer.mutate(values)}>
        <Form.Item label="转给">
          <Segmented
            aria-label="转给"
            options={TARGETS}
            value={target}
            onChange={(next) => {
              setTarget(next);
              form.resetFields(['to']);
            }}
          />
        </Form.Item>
        {target === 'group' ? (
          <Form.Item name="to" label="技能组" rules={[{ required: true, message: '请选择技能组' }]}>
            <Select options={GROUPS} placeholder="请选择" />
          </Form.Item>
        ) : (
          <Form.Item
            name="to"
            label="同事"
            rules={[{ required: true, message: '请选择同事' }]}
          >
            <Select options={colleagues.map(({ id: value, name }) => ({ value, label: name }))} placeholder="请选择" />
          </Form.Item>
        )}
        <Form.Item name="note" label="交接说明" extra="只有同事能看到">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
