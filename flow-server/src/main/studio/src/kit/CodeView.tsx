import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from './Button';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;
const LONGEST = 200_000;

/** JSON with its kinds in colours; made of text nodes alone. */
function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(at, match.index));
    const [whole, string, colon, word] = match;
    if (string) {
      parts.push(<span className={colon ? 'k' : 's'} key={match.index}>{string}</span>);
      if (colon) parts.push(colon);
    } else {
      parts.push(<span className={word ? 'w' : 'n'} key={match.index}>{whole}</span>);
    }
    at = match.index + whole.length;
  }
  parts.push(text.slice(at));
  return parts;
}

/** Text as it is, in a box with a button to copy it. */
export function CodeView({ text, language, label = 'Text' }: { text: string; language?: 'json' | 'text'; label?: string }) {
  const [copied, setCopied] = useState(false);
  const shown = text.length > LONGEST ? text.slice(0, LONGEST) + '\n…' : text;
  return (
    <div className="code-block">
      <pre className="code" tabIndex={0} role="region" aria-label={label}>
        {language === 'json' && shown.length < 20_000 ? coloured(shown) : shown}
      </pre>
      <IconButton
        label={copied ? 'Copied' : 'Copy'}
        size="small"
        icon={copied ? <Check size={14} /> : <Copy size={14} />}
        onClick={() => {
          void navigator.clipboard?.writeText(text).then(() => {
            setCopied(true);
            window.setTimeout(() => setCopied(false), 1500);
          });
        }}
      />
    </div>
  );
}

/** Any value: text as it is, everything else as JSON. */
export function ValueView({ value, label = 'Value' }: { value: unknown; label?: string }) {
  return typeof value === 'string' ? <CodeView text={value} label={label} /> : <CodeView text={JSON.stringify(value, null, 2) ?? '—'} language="json" label={label} />;
}
