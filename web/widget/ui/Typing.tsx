import type { Sender } from '../../shared/protocol';
import { widgetText as t } from '../../shared/zh';
import { Avatar } from './Avatar';

export function Typing({ from, name }: { from: Sender; name: string }) {
  return (
    <div class="row typing">
      <Avatar from={from} name={name} />
      <span class="bubble">
        <i />
        <i />
        <i />
        <span class="hidden">{t.log.typing(name)}</span>
      </span>
    </div>
  );
}
