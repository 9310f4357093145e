import { useEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

function stored(): Theme {
  const said = localStorage.getItem('studio.theme');
  return said === 'light' || said === 'dark' ? said : 'system';
}

/** The colours of the page: those of the system, or the ones chosen here. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(stored);
  useEffect(() => {
    if (theme === 'system') {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem('studio.theme');
    } else {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem('studio.theme', theme);
    }
  }, [theme]);
  return [theme, setTheme];
}
