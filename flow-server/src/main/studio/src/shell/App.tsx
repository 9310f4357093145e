import { useEffect, useState } from 'react';
import { Route, BrowserRouter, Routes } from 'react-router';
import { ApiError } from '../api/client';
import { type Session, SessionContext } from '../api/session';
import { EmptyState, ErrorView, Loading } from '../kit';
import { ROUTES } from '../routes';
import { Shell } from './Shell';
import { SignInPage } from './SignInPage';
import { currentSession } from './signIn';

type State = { session: Session } | { signedOut: true; problem?: string } | { error: Error } | null;

function Nowhere() {
  return <EmptyState title="There is no such page">The address may be mistyped, or what was here is gone.</EmptyState>;
}

export function App() {
  const [state, setState] = useState<State>(null);
  const begin = () => {
    currentSession()
      .then((session) => setState({ session }))
      .catch((problem: Error) => setState(problem instanceof ApiError && problem.status === 401 ? { signedOut: true } : { error: problem }));
  };
  useEffect(begin, []);
  if (state === null) return <Loading label="Opening the studio …" />;
  if ('error' in state) return <ErrorView error={state.error} retry={begin} />;
  if ('signedOut' in state) return <SignInPage problem={state.problem} onSession={(session) => setState({ session })} />;
  return (
    <SessionContext value={state.session}>
      <BrowserRouter basename="/studio">
        <Routes>
          <Route element={<Shell />}>
            {ROUTES.map(({ path, page: Page }) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
            <Route path="*" element={<Nowhere />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </SessionContext>
  );
}
