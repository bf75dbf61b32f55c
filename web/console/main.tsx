import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')!).render(<h1>客服工作台</h1>);
