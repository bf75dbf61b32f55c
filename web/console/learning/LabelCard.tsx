import { Button, Select, type RefSelectProps } from 'antd';
import { useEffect, useRef, useState } from 'react';

import type { Proposal } from '../types';
import { intents, word } from '../words';
import { Tone } from '../Tone';
import { fits, labelName, labelOf, SKIP, whys } from './labels';

interface Props {
  proposal: Proposal;
  labels: readonly string[];
  onChoose: (label: string) => void;
  onUndo: (() => void) | undefined;
}

/** One group of messages, labelled by one key: 1–3 for what the assistant takes it for, / for anything else. */
export function LabelCard({ proposal, labels, onChoose, onUndo }: Props) {
  const search = useRef<RefSelectProps>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const look = (words: string) => {
    setTyped(words);
    setOpen(true);
    search.current?.focus();
  };
  const choices = proposal.readings.slice(0, 3).map((reading) => {
    const label = labelOf(reading, labels);
    const name = word(intents, reading.intent);
    return {
      name: label ? labelName(label) : `${name}（再选是哪一种）`,
      confidence: reading.confidence,
      take: () => (label ? onChoose(label) : look(name)),
    };
  });
  useKeys({
    ...Object.fromEntries(choices.map(({ take }, index) => [String(index + 1), take])),
    s: () => onChoose(SKIP),
    u: () => onUndo?.(),
    '/': () => look(''),
  });
  return (
    <section className="label-card" aria-label="待标注的消息">
      <p className="small">
        {proposal.why.map((why) => (
          <Tone key={why} tone={why === 'uncertain' ? 'warn' : 'active'}>
            {whys[why]}
          </Tone>
        ))}{' '}
        <span className="secondary">说过 {proposal.count} 次</span>
      </p>
      <blockquote>{proposal.text}</blockquote>
      {proposal.others.length > 0 && (
        <p className="secondary">也有人说：{proposal.others.map((other) => `“${other}”`).join('、')}</p>
      )}
      <ol className="label-choices" aria-label="机器人的理解">
        {choices.map(({ name, confidence, take }, index) => (
          <li key={name}>
            <Button block onClick={take}>
              <kbd>{index + 1}</kbd> <span>{name}</span>{' '}
              <span className="secondary push">{Math.round(confidence * 100)}%</span>
            </Button>
          </li>
        ))}
      </ol>
      <div className="label-other">
        <Select<string>
          ref={search}
          aria-label="选择其他意图"
          placeholder="都不是？搜一下其他意图（按 /）"
          open={open}
          onOpenChange={setOpen}
          showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: (words, option) => fits(String(option?.value), words) }}
          options={labels.map((label) => ({ value: label, label: labelName(label) }))}
          onSelect={(label) => {
            setTyped('');
            search.current?.blur();
            onChoose(label);
          }}
        />
        <Button onClick={() => onChoose(SKIP)}>
          <kbd>S</kbd> 跳过
        </Button>
        <Button disabled={!onUndo} onClick={onUndo}>
          <kbd>U</kbd> 撤回上一条
        </Button>
      </div>
    </section>
  );
}

/** Single keys, while nothing is being typed. */
function useKeys(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey, repeat } = event;
      const typing = target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]');
      const action = actions[key.toLowerCase()];
      if (!action || typing || ctrlKey || metaKey || altKey || repeat) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  });
}
