import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seal, type ToPage } from '../shared/embed';
import { Bridge, type Identity } from './bridge';
import { SessionStore } from './session';

const SERVICE = 'https://service.example';

function arrange(identity: Identity = { known: null, provider: null }) {
  const posted = vi.fn();
  const frame = { contentWindow: { postMessage: posted } } as unknown as HTMLIFrameElement;
  const session = new SessionStore(SERVICE);
  const panel = { open: true, mobile: false, close: vi.fn(), unread: vi.fn() };
  const bridge = new Bridge(frame, SERVICE, session, identity, panel);
  const from = (body: ToPage, { origin = SERVICE, source }: { origin?: string; source?: unknown } = {}) =>
    dispatchEvent(Object.assign(new MessageEvent('message', { data: seal(body), origin }), { source: source ?? frame.contentWindow }));
  return { posted, session, panel, bridge, from };
}

describe('the bridge between page and iframe', () => {
  let scene: ReturnType<typeof arrange>;
  beforeEach(() => {
    localStorage.clear();
    scene = arrange();
  });
  afterEach(() => scene.bridge.dispose());

  it('hands the session over after `ready`, to the exact origin', async () => {
    scene.session.save('token-1');
    scene.from({ type: 'ready' });
    await vi.waitFor(() => expect(scene.posted).toHaveBeenCalledOnce());
    const body = { type: 'init', session: 'token-1', identity: null, open: true, mobile: false };
    expect(scene.posted).toHaveBeenCalledWith(seal(body), SERVICE);
  });

  it('keeps the session in the storage of the page', () => {
    scene.from({ type: 'session', session: 'token-2' });
    expect(new SessionStore(SERVICE).load()).toBe('token-2');
    scene.from({ type: 'session', session: null });
    expect(new SessionStore(SERVICE).load()).toBeNull();
  });

  it('ignores other origins, other windows and other programs', () => {
    scene.from({ type: 'session', session: 'stolen' }, { origin: 'https://evil.example' });
    scene.from({ type: 'session', session: 'stolen' }, { source: window });
    dispatchEvent(new MessageEvent('message', { data: { type: 'session', session: 'stolen' }, origin: SERVICE }));
    expect(scene.session.load()).toBeNull();
    scene.from({ type: 'session', session: 'good' });
    expect(scene.session.load()).toBe('good');
  });

  it('asks the page for a fresh identity, and says null when that fails', async () => {
    scene.bridge.dispose();
    const provider = vi.fn().mockResolvedValueOnce('fresh').mockRejectedValueOnce(new Error('offline'));
    scene = arrange({ known: 'old', provider });
    scene.from({ type: 'identity' });
    await vi.waitFor(() => expect(scene.posted).toHaveBeenCalledWith(seal({ type: 'identity', identity: 'fresh' }), SERVICE));
    scene.from({ type: 'identity' });
    await vi.waitFor(() => expect(scene.posted).toHaveBeenCalledWith(seal({ type: 'identity', identity: null }), SERVICE));
  });

  it('fetches the first identity while the iframe still loads, and only once', async () => {
    scene.bridge.dispose();
    const provider = vi.fn().mockResolvedValue('signed');
    scene = arrange({ known: null, provider });
    expect(provider).toHaveBeenCalledOnce();
    scene.from({ type: 'ready' });
    await vi.waitFor(() => expect(scene.posted).toHaveBeenCalledOnce());
    expect(scene.posted.mock.calls[0]?.[0]).toMatchObject({ body: { type: 'init', identity: 'signed' } });
    expect(provider).toHaveBeenCalledOnce();
  });

  it('passes unread counts and the wish to close on', () => {
    scene.from({ type: 'unread', count: 3 });
    scene.from({ type: 'close' });
    expect(scene.panel.unread).toHaveBeenCalledWith(3);
    expect(scene.panel.close).toHaveBeenCalledOnce();
  });
});
