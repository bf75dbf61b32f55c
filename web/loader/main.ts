import { Launcher } from './launcher';
import { SessionStore } from './session';

export interface Options {
  /** Where the service is; default: where this script came from. */
  base?: string;
  /** The shopper's identity, signed by the shop. */
  identity?: string | null;
  /** Called for a fresh identity when there is none yet or it has expired. */
  identityProvider?: () => Promise<string | null>;
}

export interface AfterSalesApi {
  init(options?: Options): void;
  open(): void;
  close(): void;
  /** Forgets the shopper: her session leaves this browser, the widget leaves the page. */
  logout(): void;
}

declare global {
  interface Window {
    AfterSales: AfterSalesApi;
  }
}

// `currentScript` is only known while the script runs for the first time.
const script = document.currentScript as HTMLScriptElement | null;
const home = script ? script.src.replace(/\/widget\.js.*$/, '') : location.origin;
const rootOf = (base: string): string => new URL(base, location.href).href.replace(/\/$/, '');
let launcher: Launcher | null = null;
let session = new SessionStore(rootOf(script?.dataset.base ?? home));

window.AfterSales = {
  init({ base = script?.dataset.base ?? home, identity, identityProvider } = {}) {
    launcher?.remove();
    const root = rootOf(base);
    session = new SessionStore(root);
    const known = identity ?? script?.dataset.identity ?? null;
    launcher = new Launcher(root, session, { known, provider: identityProvider ?? null });
  },
  open: () => launcher?.show(),
  close: () => launcher?.close(),
  logout() {
    session.save(null);
    launcher?.remove();
    launcher = null;
  },
};

function start(): void {
  // A page that fetches identities itself says data-manual and calls init().
  if (script?.dataset.manual === undefined && !launcher) window.AfterSales.init();
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
