import { CircleX, Database, Sparkles } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Badge } from '../Card';
import { ValueView } from '../CodeView';
import { Tabs } from '../Tabs';
import { Messages } from './Messages';
import { type Span, flat, isCached, retriesOf, time, tokensOf } from './span';
import './trace.css';

export type { Span } from './span';

const KINDS: Record<string, string> = { Flow: 'flow', Tool: 'node', LLM: 'llm', Function: 'function', Embedding: 'embedding', Retrieval: 'retrieval' };

function messagesOf(span: Span): unknown[] | null {
  const messages = span.inputs?.messages;
  return Array.isArray(messages) ? messages : null;
}

function Details({ span }: { span: Span }) {
  const messages = messagesOf(span);
  const tabs = [...(messages ? [{ id: 'messages', title: 'Messages' }] : []), { id: 'inputs', title: 'Inputs' }, { id: 'output', title: 'Output' }];
  const [tab, setTab] = useState('');
  const active = tabs.some((one) => one.id === tab) ? tab : tabs[0]!.id;
  return (
    <section className="trace-details" aria-label={`Details of ${span.name}`}>
      <div className="row trace-facts">
        <strong>{span.name}</strong>
        <Badge>{KINDS[span.kind] ?? span.kind}</Badge>
        {span.answered?.model && <Badge tone="accent">{span.answered.model}</Badge>}
        {isCached(span) && <Badge tone="info">from memory</Badge>}
        {retriesOf(span) > 0 && <Badge tone="warn">{retriesOf(span)} retries</Badge>}
        <span className="muted num">{time(span.duration_us)}</span>
        {tokensOf(span) > 0 && (
          <span className="muted num">
            {tokensOf(span)} tokens{span.usage && span.usage.total_tokens > 0 ? ` (${span.usage.prompt_tokens} in, ${span.usage.completion_tokens} out)` : ''}
          </span>
        )}
        {span.cost && <span className="muted num">{span.cost}</span>}
        {span.answered?.finish_reason && <span className="muted">ended: {span.answered.finish_reason}</span>}
      </div>
      {span.error && <p className="trace-error">{span.error}</p>}
      <Tabs label="Parts of the span" tabs={tabs} active={active} onChange={setTab}>
        {active === 'messages' && messages && <Messages messages={messages} answer={span.output} />}
        {active === 'inputs' && <ValueView label="Inputs" value={span.inputs ?? {}} />}
        {active === 'output' && <ValueView label="Output" value={span.output ?? null} />}
      </Tabs>
    </section>
  );
}

/** A waterfall of what happened in a run, with all of the span that is chosen. */
export function Trace({ trace }: { trace: Span }) {
  const spans = useMemo(() => flat(trace), [trace]);
  const [chosen, setChosen] = useState('');
  const shown = spans.find((one) => one.path === chosen) ?? spans.find((one) => one.span.error) ?? spans[0]!;
  const total = Math.max(1, trace.duration_us);
  return (
    <div className="trace">
      <div className="trace-list" role="listbox" aria-label="Spans" tabIndex={0}>
        {spans.map(({ span, depth, path }) => (
          <div
            role="option"
            key={path}
            className={`trace-row kind-${KINDS[span.kind] ?? 'node'}`}
            aria-selected={path === shown.path}
            tabIndex={-1}
            onClick={() => setChosen(path)}
            onKeyDown={(event) => event.key === 'Enter' && setChosen(path)}
          >
            <span className="trace-name truncate" style={{ paddingLeft: depth * 14 }}>
              {span.error ? <CircleX size={13} className="bad" /> : isCached(span) ? <Database size={13} /> : span.kind === 'LLM' ? <Sparkles size={13} /> : null}
              {span.name}
            </span>
            <span className="trace-bar" aria-hidden="true">
              <i style={{ left: `${Math.min(99, (100 * span.start_us) / total)}%`, width: `${Math.max(0.6, Math.min(100, (100 * span.duration_us) / total))}%` }} className={span.error ? 'failed' : ''} />
            </span>
            <span className="trace-time num">{time(span.duration_us)}</span>
            <span className="trace-tokens num muted">{tokensOf(span) > 0 ? tokensOf(span) : ''}</span>
          </div>
        ))}
      </div>
      <Details key={shown.path} span={shown.span} />
    </div>
  );
}
