import { LogOut, Moon, Sun, SunMoon, WifiOff } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { api } from '../api/client';
import { useOnline } from '../api/connection';
import { hear } from '../api/events';
import { useSession } from '../api/session';
import { Badge, IconButton, Loading, Toasts } from '../kit';
import { GROUPS, ROUTES } from '../routes';
import { Boundary } from './Boundary';
import { type Theme, useTheme } from './theme';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const ICON: Record<Theme, typeof Sun> = { system: SunMoon, light: Sun, dark: Moon };

function Navigation() {
  const { pathname } = useLocation();
  return (
    <nav className="shell-nav" aria-label="Pages">
      {GROUPS.map((group) => {
        const pages = ROUTES.filter((route) => route.nav?.group === group);
        return (
          pages.length > 0 && (
            <div key={group}>
              <h2>{group}</h2>
              {pages.map((route) => (
                <NavLink key={route.path} to={route.path} end={route.path === '/'} className={({ isActive }) => (isActive || (route.path === '/' && pathname.startsWith('/flows/')) ? 'active' : '')}>
                  {route.nav?.icon}
                  {route.nav?.title}
                </NavLink>
              ))}
            </div>
          )
        );
      })}
    </nav>
  );
}

function Header() {
  const session = useSession();
  const [theme, setTheme] = useTheme();
  const Icon = ICON[theme];
  return (
    <header className="shell-header">
      <Link to="/" className="brand">
        <img src="/studio/favicon.svg" alt="" />
        Promptflow4j
      </Link>
      <div className="crumbs grow" id="crumbs">
        <span className="truncate" title="The folder that is worked on">
          {session.workspace}
        </span>
      </div>
      {!session.writable && <Badge title="Your role may look, not change">Read only</Badge>}
      <Badge tone="accent">{session.role}</Badge>
      <IconButton label={`Colours: ${theme}`} icon={<Icon size={16} />} onClick={() => setTheme(NEXT[theme])} />
      <IconButton label="Sign out" icon={<LogOut size={16} />} onClick={() => void api.del('/session').finally(() => window.location.reload())} />
    </header>
  );
}

/** The frame around all pages. */
export function Shell() {
  const online = useOnline();
  useEffect(() => hear(() => {}), []);
  return (
    <div className={online ? 'shell' : 'shell has-banner'}>
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <Header />
      {!online && (
        <div className="offline" role="alert">
          <WifiOff size={15} /> The server can’t be reached. What you typed is kept here; it goes on when the server is back.
        </div>
      )}
      <Navigation />
      <main className="shell-main" id="main" tabIndex={-1}>
        <Boundary>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Boundary>
      </main>
      <Toasts />
    </div>
  );
}
