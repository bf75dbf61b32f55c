import { Modal } from 'antd';

import { showSlot } from '../case/slots';
import type { ConversationDetail, Slots } from '../types';
import { slotNames, word } from '../words';
import { useAction } from './actions';

interface Props {
  detail: ConversationDetail;
  draft: Slots;
  open: boolean;
  onClose: () => void;
  onReturned: () => void;
}

/** Hands the shopper back to the bot, after showing what it will be told. */
export function ReturnDialog({ detail, draft, open, onClose, onReturned }: Props) {
  const handBack = useAction(detail.id, (api) => api.handBack(detail.id, draft), onReturned);
  const changes = Object.entries(draft);
  return (
    <Modal
      title="交还机器人"
      open={open}
      onCancel={onClose}
      onOk={() => handBack.mutate()}
      okText="交还"
      confirmLoading={handBack.isPending}
    >
      {changes.length ? (
        <>
          <p>机器人会按下面的修改继续办理：</p>
          <ul className="changes">
            {changes.map(([name, value]) => (
              <li key={name}>
                {word(slotNames, name)}：<del>{showSlot(name, detail.slots[name] ?? null)}</del> →{' '}
                <ins>{showSlot(name, value)}</ins>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>机器人会带着已有的信息，从中断的地方继续。如需更正信息，请先在右侧「案件信息」里修改。</p>
      )}
    </Modal>
  );
}
