/** The session token, kept in the shop page's own storage; in memory where storage is refused. */
export class SessionStore {
  private readonly key: string;
  private memory: string | null = null;

  constructor(base: string) {
    this.key = `aftersales:session:${base}`;
  }

  load(): string | null {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return this.memory;
    }
  }

  save(session: string | null): void {
    this.memory = session;
    try {
      if (session === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, session);
    } catch {
      // Private mode: the token lives as long as the page.
    }
  }
}
