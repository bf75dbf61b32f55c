import type { Standing } from './actions';

/** Why an agent may not answer the shopper now, or null when she may. */
export function lockedBecause(how: Standing, owner = '其他同事'): string | null {
  switch (how) {
    case 'mine':
      return null;
    case 'bot':
      return '机器人正在接待这位顾客，接入后才能回复。';
    case 'queued':
      return '顾客正在排队等候，接入后即可回复。';
    case 'other':
      return `${owner}正在接待这位顾客，需要协助请写内部备注。`;
    case 'closed':
      return '会话已结束；顾客再次发来消息时会自动重新打开。';
  }
}
