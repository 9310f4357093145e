// What a flow answered: its outputs, how it came to them, and what the person thinks of it.

import { clear, element, pictureIn } from './elements.mjs';
import { markdown } from './markdown.mjs';
import { post } from './server.mjs';

export function shown(value) {
  if (typeof value === 'string') {
    return markdown(value);
  }
  const image = pictureIn(value);
  if (image) {
    return image;
  }
  if (Array.isArray(value) && value.some((item) => pictureIn(item))) {
    const all = element('div');
    value.forEach((item) => all.append(shown(item)));
    return all;
  }
  return element('pre', {}, element('code', {}, JSON.stringify(value, null, 2)));
}

// Collects the outputs of a call while they come; `update` is called when there is more to show.
export function collector(update) {
  const outputs = {};
  let planned = false;
  return {
    outputs,
    add(piece) {
      for (const [name, value] of Object.entries(piece)) {
        outputs[name] = typeof value === 'string' && typeof outputs[name] === 'string' ? outputs[name] + value : value;
      }
      if (!planned) {
        planned = true;
        setTimeout(() => {
          planned = false;
          update(outputs);
        }, 30);
      }
    },
  };
}

export function others(outputs, except) {
  const rest = Object.entries(outputs).filter(([name]) => name !== except);
  return rest.length === 0 ? null : element('details', { className: 'others' },
    element('summary', {}, rest.map(([name]) => name).join(', ')),
    ...rest.map(([name, value]) => element('div', {}, element('strong', {}, name), shown(value))));
}

export function trace(root) {
  const total = Math.max(1, root.duration_ms);
  const item = (span) => element('li', {},
    element('meter', { min: 0, max: total, value: Math.max(span.duration_ms, total / 100) }),
    ` ${span.name} (${span.kind}) ${span.duration_ms} ms${span.tokens ? `, ${span.tokens} tokens` : ''}`,
    span.error ? element('div', { className: 'wrong' }, span.error) : null,
    span.children.length ? element('ul', { className: 'trace' }, ...span.children.map(item)) : null);
  return element('details', { className: 'traced' }, element('summary', {}, `${root.duration_ms} ms`),
    element('ul', { className: 'trace' }, item(root)));
}

export function tools(id, text) {
  const said = element('span', { role: 'status' });
  const vote = (rating, sign, label) => element('button', { type: 'button', title: label, 'aria-label': label,
    onclick: async (event) => {
      const button = event.currentTarget;
      try {
        await post('/feedback', { request_id: id, rating });
        button.setAttribute('aria-pressed', 'true');
        clear(said).append('Thank you.');
      } catch (wrong) {
        clear(said).append(wrong.message);
      }
    } }, sign);
  return element('div', { className: 'tools' }, vote('good', 'Good', 'Good answer'), vote('bad', 'Bad', 'Bad answer'),
    element('button', { type: 'button', onclick: () => navigator.clipboard?.writeText(text()) }, 'Copy'), said);
}

export function wrong(problem) {
  return element('p', { className: 'wrong', role: 'alert' },
    problem.name === 'AbortError' ? 'Stopped.' : problem.message);
}
