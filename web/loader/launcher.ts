import { loaderText as t } from '../shared/zh';
import { Bridge, type Identity, type Panel } from './bridge';
import type { SessionStore } from './session';
import { CSS } from './style';
import { followViewport } from './viewport';

const CHAT = 'M4 12a8 8 0 0 1 16 0v1M4 12v4a2 2 0 0 0 2 2h1v-6H4M20 12v4a2 2 0 0 1-2 2h-1v-6h3M18 18c0 2-2 3-5 3';
const DOWN = 'M6 9l6 6 6-6';

function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

function style(root: ShadowRoot): void {
  try {
    // An adopted sheet is not inline style: it also works where the shop's CSP forbids that.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = document.createElement('style'); // Safari before 16.4
    element.textContent = CSS;
    root.append(element);
  }
}

/** The button in the shop's page and the panel it opens. The iframe exists only after hover, focus by key or click. */
export class Launcher implements Panel {
  open = false;
  private readonly host = document.createElement('div');
  private readonly button = document.createElement('button');
  private readonly badge = document.createElement('b');
  private readonly panel = document.createElement('div');
  private readonly narrow = matchMedia('(max-width: 640px)');
  private frame: HTMLIFrameElement | null = null;
  private bridge: Bridge | null = null;
  private release: (() => void) | null = null;

  constructor(
    private readonly base: string,
    private readonly session: SessionStore,
    private readonly identity: Identity,
  ) {
    const root = this.host.attachShadow({ mode: 'open' });
    style(root);
    this.button.type = 'button';
    this.button.addEventListener('pointerenter', () => this.prepare());
    this.button.addEventListener('click', () => (this.open ? this.close() : this.show()));
    this.panel.className = 'panel';
    root.append(this.button, this.panel);
    this.draw();
    this.narrow.addEventListener('change', this.fit);
    document.body.append(this.host);
  }

  get mobile(): boolean {
    return this.narrow.matches;
  }

  show(): void {
    this.prepare();
    this.open = true;
    this.unread(0);
    this.fit();
    this.frame?.focus();
  }

  close(): void {
    this.open = false;
    this.fit();
    this.button.focus();
  }

  unread(count: number): void {
    this.badge.textContent = count ? String(Math.min(count, 99)) : '';
    this.draw();
  }

  remove(): void {
    this.open = false;
    this.fit();
    this.narrow.removeEventListener('change', this.fit);
    this.bridge?.dispose();
    this.host.remove();
  }

  private prepare(): void {
    if (this.frame) return;
    this.frame = document.createElement('iframe');
    this.frame.title = t.frame;
    this.frame.src = `${this.base}/widget/`;
    this.bridge = new Bridge(this.frame, new URL(this.base).origin, this.session, this.identity, this);
    this.panel.append(this.frame);
  }

  private readonly fit = (): void => {
    this.release?.();
    const covering = this.open && this.mobile;
    this.release = covering ? followViewport(this.panel) : null;
    document.documentElement.style.overflow = covering ? 'hidden' : '';
    this.panel.classList.toggle('open', this.open);
    this.bridge?.visible();
    this.draw();
  };

  private draw(): void {
    const count = Number(this.badge.textContent);
    this.button.replaceChildren(icon(this.open ? DOWN : CHAT), t.label, this.badge);
    this.button.setAttribute('aria-label', (this.open ? t.close : t.open) + (count ? t.unread(count) : ''));
    this.button.setAttribute('aria-expanded', String(this.open));
  }
}
