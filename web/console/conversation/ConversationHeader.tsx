import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { can } from '../permissions';
import { useDesk } from '../session/session';
import type { ConversationDetail, Slots } from '../types';
import { Tone, type ToneName } from '../Tone';
import { channels, owners, word } from '../words';
import { type Standing, standing, useAction } from './actions';
import { ResolveDialog } from './ResolveDialog';
import { ReturnDialog } from './ReturnDialog';
import { TransferDialog } from './TransferDialog';

const TONES: Record<Standing, ToneName> = {
  mine: 'active',
  other: 'plain',
  queued: 'warn',
  bot: 'plain',
  closed: 'plain',
};

interface Props {
  detail: ConversationDetail;
  /** Slots the agent has changed and not yet handed back. */
  draft: Slots;
  onReturned: () => void;
}

export function ConversationHeader({ detail, draft, onReturned }: Props) {
  const { agent } = useDesk();
  const how = standing(detail, agent.id);
  const { name, masked_phone: masked } = detail.shopper;
  const phone = detail.phone ?? masked;
  return (
    <header className="conversation-head">
      <h2 className="ellipsis">{name ?? '访客'}</h2>
      <span className="secondary small">
        {phone ? `${phone} · ` : ''}
        {word(channels, detail.channel)}
      </span>
      <Tone tone={TONES[how]}>{ownerText(detail, how)}</Tone>
      <span className="push actions">
        {how === 'mine' ? (
          <OwnActions detail={detail} draft={draft} onReturned={onReturned} />
        ) : (
          <ClaimButton id={detail.id} how={how} supervisor={can(agent, 'supervise')} />
        )}
      </span>
    </header>
  );
}

function ownerText({ owner, agent }: ConversationDetail, how: Standing): string {
  if (how === 'mine') return '我在接待';
  return how === 'other' && agent ? `${agent.name}接待中` : word(owners, owner);
}

function ClaimButton({ id, how, supervisor }: { id: string; how: Standing; supervisor: boolean }) {
  const navigate = useNavigate();
  const claim = useAction(
    id,
    (api) => api.claim(id),
    () => void navigate(`/mine/${id}`),
  );
  if (how === 'closed' || (how === 'other' && !supervisor)) return null;
  return (
    <Button type="primary" loading={claim.isPending} onClick={() => claim.mutate()}>
      {how === 'other' ? '接管' : '接入'}
    </Button>
  );
}

function OwnActions({ detail, draft, onReturned }: Props) {
  const [open, setOpen] = useState<'transfer' | 'return' | 'resolve' | null>(null);
  const close = () => setOpen(null);
  const changed = Object.keys(draft).length;
  return (
    <>
      <Button onClick={() => setOpen('transfer')}>转接</Button>
      <Button onClick={() => setOpen('return')}>{changed ? `交还机器人（改 ${changed} 项）` : '交还机器人'}</Button>
      <Button onClick={() => setOpen('resolve')}>结束会话</Button>
      <TransferDialog id={detail.id} open={open === 'transfer'} onClose={close} />
      <ReturnDialog
        detail={detail}
        draft={draft}
        open={open === 'return'}
        onClose={close}
        onReturned={() => {
          onReturned();
          close();
        }}
      />
      <ResolveDialog id={detail.id} open={open === 'resolve'} onClose={close} />
    </>
  );
}
