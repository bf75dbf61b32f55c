import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { App, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';

import { DeskApi } from '../api';
import { DeskContext } from '../session/session';
import type { Agent } from '../types';

/** Renders part of the desk as `agent` sees it. */
export function renderDesk(children: ReactNode, agent: Agent) {
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
