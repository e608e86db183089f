import { lazy, StrictMode, Suspense, useState } from 'react';
import { createRoot } from 'react-dom/client';
import './portal.css';

const Situation = lazy(() => import('./yingji-situation.jsx'));

function Portal() {
  const [open, setOpen] = useState(true);
  const [chosen, setChosen] = useState('');
  return (
    <main>
      <h1>社区工作台</h1>
      <p className="lead">
        今日值班 <a href="#duty">查看</a>
      </p>
      <button type="button" onClick={() => setOpen(!open)}>
        {open ? '收起' : '展开'}
      </button>
      <input defaultValue="工单" aria-label="查询" />
      <output>{chosen}</output>
      {open && (
        <Suspense>
          <Situation onChosen={setChosen} />
        </Suspense>
      )}
    </main>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
