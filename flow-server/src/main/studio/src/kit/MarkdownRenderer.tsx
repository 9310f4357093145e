import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

const SAFE_LINK = /^(https?:|mailto:)/i;
const SAFE_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,/i;

export default function MarkdownRenderer({ text }: { text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        skipHtml
        urlTransform={(url, key) => (key === 'src' ? (SAFE_IMAGE.test(url) ? url : '') : SAFE_LINK.test(url) ? url : '')}
        components={{
          a: ({ href, children }) =>
            href ? (
              <a href={href} target="_blank" rel="noreferrer noopener">
                {children}
              </a>
            ) : (
              <span>{children}</span>
            ),
          img: ({ src, alt }) => (src ? <img src={String(src)} alt={alt ?? ''} /> : <span className="muted">[image: {alt}]</span>),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
