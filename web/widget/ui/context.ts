import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Chat } from '../chat/chat';
import type { Photos } from '../chat/photos';
import type { ChatState } from '../chat/state';

export interface Services {
  chat: Chat;
  photos: Photos;
  /** Opens the viewer on one of several photos. */
  show: (ids: string[], index: number) => void;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('no ServicesContext above');
  return services;
}

/** The conversation's state, fresh on every change. */
export function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.state);
  useEffect(() => {
    setState(chat.state);
    return chat.subscribe(() => setState(chat.state));
  }, [chat]);
  return state;
}
