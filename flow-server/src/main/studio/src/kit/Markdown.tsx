import { Suspense, lazy } from 'react';

const Renderer = lazy(() => import('./MarkdownRenderer'));

/** Markdown of somebody else's: no HTML, no scripts, no images of other origins; links open elsewhere. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className="markdown">{text}</div>}>
      <Renderer text={text} />
    </Suspense>
  );
}
