import { Suspense, lazy } from 'react';
import type { EditorProps } from './CodeMirror';

export { languageOf, type Language } from './languages';

const CodeMirror = lazy(() => import('./CodeMirror'));

/** An editor for code; its library is loaded with the first one. */
export function Editor(props: EditorProps) {
  return (
    <Suspense fallback={<pre className="code editor-waiting">{props.text}</pre>}>
      <CodeMirror {...props} />
    </Suspense>
  );
}
