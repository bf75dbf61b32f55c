import { Modal, Radio } from 'antd';
import { useState } from 'react';

import { resolutions } from '../words';
import { useAction } from './actions';

const OPTIONS = Object.entries(resolutions).map(([value, label]) => ({ value, label }));

export function ResolveDialog({ id, open, onClose }: { id: string; open: boolean; onClose: () => void }) {
  const [code, setCode] = useState('solved');
  const resolve = useAction(id, (api) => api.resolve(id, code), onClose);
  return (
    <Modal
      title="结束会话"
      open={open}
      onCancel={onClose}
      onOk={() => resolve.mutate()}
      okText="结束会话"
      confirmLoading={resolve.isPending}
    >
      <p id="resolve-why">这次服务的结果是：</p>
      <Radio.Group
        aria-labelledby="resolve-why"
        vertical
        options={OPTIONS}
        value={code}
        onChange={(event) => setCode(event.target.value as string)}
      />
    </Modal>
  );
}
