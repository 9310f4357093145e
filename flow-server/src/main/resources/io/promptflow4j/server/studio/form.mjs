// The page of a flow that is no chat: a form for its inputs.

import { collector, shown, tools, trace, wrong } from './answer.mjs';
import { clear, element } from './elements.mjs';
import { fields } from './fields.mjs';
import { score } from './server.mjs';

export function form(flow, place) {
  const made = fields(flow.inputs);
  const result = element('div', { className: 'answer', id: 'result' });
  const run = element('button', { className: 'main', id: 'send' }, 'Run');
  let running = null;

  const show = (outputs) => clear(result).append(...Object.entries(outputs).map(([name, value]) =>
    element('section', {}, element('h2', {}, name), shown(value))));

  clear(place).append(element('form', { onsubmit: async (event) => {
    event.preventDefault();
    if (running) {
      running.abort();
      return;
    }
    const collected = collector(show);
    let traced = null;
    running = new AbortController();
    clear(result);
    delete result.dataset.complete;
    clear(run).append('Stop');
    try {
      const id = await score(made.values(), (name, data) => {
        if (name === 'message') {
          collected.add(data);
        } else if (name === 'trace') {
          traced = trace(data);
        }
      }, running.signal);
      show(collected.outputs);
      result.append(tools(id, () => JSON.stringify(collected.outputs)));
      if (traced) {
        result.append(traced);
      }
      result.dataset.complete = 'true';
    } catch (problem) {
      result.append(wrong(problem));
    } finally {
      running = null;
      clear(run).append('Run');
    }
  } }, flow.description ? element('p', {}, flow.description) : null, made.place, run), result);
}
