import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Launcher } from './launcher';
import { SessionStore } from './session';

const BASE = 'https://service.example';

describe('the launcher', () => {
  let launcher: Launcher;
  const shadow = (): ShadowRoot => document.body.lastElementChild?.shadowRoot as ShadowRoot;
  const button = (): HTMLButtonElement => shadow().querySelector('button') as HTMLButtonElement;
  const frames = (): HTMLIFrameElement[] => [...shadow().querySelectorAll('iframe')];

  beforeEach(() => {
    launcher = new Launcher(BASE, new SessionStore(BASE), { known: null, provider: null });
  });
  afterEach(() => launcher.remove());

  it('makes no iframe before she shows interest', () => {
    expect(frames()).toHaveLength(0);
    expect(button().getAttribute('aria-expanded')).toBe('false');
  });

  it('prepares the iframe on hover and opens it on click, once', () => {
    button().dispatchEvent(new Event('pointerenter'));
    expect(frames()).toHaveLength(1);
    expect(launcher.open).toBe(false);
    button().click();
    expect(launcher.open).toBe(true);
    expect(frames()).toHaveLength(1);
  });

  it('names the iframe and keeps every secret out of its address', () => {
    new SessionStore(BASE).save('secret');
    button().click();
    expect(frames()[0]?.src).toBe('https://service.example/widget/');
    expect(frames()[0]?.title).not.toBe('');
  });

  it('tells unread messages on the button until it is opened', () => {
    launcher.unread(2);
    expect(button().getAttribute('aria-label')).toContain('2 条新消息');
    button().click();
    expect(button().getAttribute('aria-label')).not.toContain('新消息');
  });

  it('closes again and leaves nothing behind when removed', () => {
    button().click();
    button().click();
    expect(launcher.open).toBe(false);
    launcher.remove();
    expect(document.body.children).toHaveLength(0);
  });
});
