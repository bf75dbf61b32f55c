import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configure, render } from '@testing-library/react';
import { App, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';

import { DeskApi } from '../api';
import { DeskContext } from '../session/session';
import type { Agent } from '../types';

/** For tests that draw antd's components, which takes its time on a busy machine. */
export const DRAWN = { timeout: 30_000 };

/** Renders part of the desk as `agent` sees it. */
export function renderDesk(children: ReactNode, agent: Agent) {
  // Asking happy-dom for the visibility of every element of antd takes seconds.
  configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const signOut = vi.fn();
  const api = new DeskApi('token', signOut);
  render(
    <ConfigProvider button={{ autoInsertSpace: false }} theme={{ token: { motion: false } }}>
      <App>
        <QueryClientProvider client={client}>
          <DeskContext value={{ api, agent, token: 'token', signOut }}>
            <MemoryRouter>{children}</MemoryRouter>
          </DeskContext>
        </QueryClientProvider>
      </App>
    </ConfigProvider>,
  );
  return { client };
}
