import { render } from 'preact';
import { io } from 'socket.io-client';
import { Chat, type ChatSocket } from './chat/chat';
import { Photos } from './chat/photos';
import { EmbeddedHost, StandaloneHost } from './host';
import './styles/base.css';
import './styles/frame.css';
import './styles/log.css';
import './styles/cards.css';
import './styles/orders.css';
import './styles/composer.css';
import './styles/overlay.css';
import { App } from './ui/App';

const root = new URL('..', location.href);
const socket: ChatSocket = io(new URL('/widget', root).href, {
  path: `${root.pathname}socket.io`,
  transports: ['websocket', 'polling'],
  autoConnect: false,
  reconnectionDelayMax: 8000,
});
const host = window.parent === window ? new StandaloneHost() : new EmbeddedHost(window.parent);
const chat = new Chat(socket, host);
const photos = new Photos(root.href, () => chat.token);

const draw = (open: boolean): void =>
  render(<App chat={chat} photos={photos} host={host} open={open} />, document.getElementById('root') as HTMLElement);

draw(false);
host.begin((known) => chat.start(known), draw);
