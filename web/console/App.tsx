import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';

import { ApiError } from './api';
import { Desk } from './desk/Desk';
import { useDesk } from './session/session';
import { SessionProvider } from './session/SessionProvider';
import { SignedIn } from './session/SignedIn';
import { home, pagesFor, TicketPage } from './shell/pages';
import { Shell } from './shell/Shell';
import { newTheme } from './theme';

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The socket tells of changes; an answer only ages when it was missed.
      queries: { staleTime: 60_000, retry: (failures, error) => failures < 2 && isPassing(error) },
    },
  });
}

/** Worth another try: the network or the service failed, not the request. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

export function App() {
  const [client] = useState(newQueryClient);
  const [theme] = useState(newTheme);
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp className="app">
        <QueryClientProvider client={client}>
          <SessionProvider>
            <SignedIn>
              <BrowserRouter basename="/console">
                <Rooms />
              </BrowserRouter>
            </SignedIn>
          </SessionProvider>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

function Rooms() {
  const { agent } = useDesk();
  return (
    <Routes>
      <Route element={<Shell />}>
        {pagesFor(agent).map(({ path, Component }) => (
          <Route key={path} path={`/${path}`} element={<Component />} />
        ))}
        <Route path="/tickets/:ticketId" element={<TicketPage />} />
        <Route path="/:list/:conversationId?" element={<Desk />} />
        <Route path="*" element={<Navigate to={home(agent)} replace />} />
      </Route>
    </Routes>
  );
}
