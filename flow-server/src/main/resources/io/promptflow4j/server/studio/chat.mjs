// The page of a chat flow.

import { collector, others, shown, tools, trace, wrong } from './answer.mjs';
import { clear, element, pictureIn } from './elements.mjs';
import { fields, image } from './fields.mjs';
import { score } from './server.mjs';

export function chat(flow, place, again) {
  const { input, history: historyName, output } = flow.chat;
  const store = `chat:${flow.name}`;
  let history = remembered(store);
  let pictures = [];
  let running = null;

  const turns = element('div', { className: 'turns', role: 'log' });
  const more = fields(flow.inputs.filter((one) => one.name !== input && one.name !== historyName));
  const text = element('textarea', { rows: 1, id: 'message', placeholder: 'Message', 'aria-label': 'Message' });
  const send = element('button', { className: 'main', id: 'send' }, 'Send');
  const attached = element('span', { role: 'status' });
  const takesPictures = flow.inputs.some((one) => one.name === input && one.type === 'list');
  const form = element('form', { className: 'compose', onsubmit: (event) => {
    event.preventDefault();
    if (running) {
      running.abort();
    } else {
      turn();
    }
  } }, text, takesPictures ? attach() : null, attached, send);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  again.hidden = false;
  again.addEventListener('click', () => {
    running?.abort();
    history = [];
    sessionStorage.removeItem(store);
    clear(turns);
    text.focus();
  });
  clear(place).append(...(more.place.hasChildNodes()
    ? [element('details', {}, element('summary', {}, 'Other inputs'), more.place)] : []), turns, form);
  history.forEach((row) => {
    turns.append(said(row.inputs[input]), element('div', { className: 'answer' }, shown(row.outputs[output] ?? row.outputs)));
  });
  text.focus();

  function attach() {
    const file = element('input', { type: 'file', multiple: true, hidden: true,
      accept: 'image/png,image/jpeg,image/gif,image/webp', onchange: async () => {
        pictures.push(...await Promise.all([...file.files].map(image)));
        file.value = '';
        clear(attached).append(`${pictures.length} image(s)`);
      } });
    return element('span', {}, file,
      element('button', { type: 'button', 'aria-label': 'Add images', onclick: () => file.click() }, 'Image'));
  }

  function said(message) {
    const bubble = element('div', { className: 'said' });
    (Array.isArray(message) ? message : [message]).forEach((part) => {
      bubble.append(pictureIn(part) ?? String(typeof part === 'string' ? part : JSON.stringify(part)));
    });
    return bubble;
  }

  async function turn() {
    const message = takesPictures ? [...(text.value ? [text.value] : []), ...pictures] : text.value;
    if (message.length === 0) {
      return;
    }
    const body = element('div');
    const answer = element('div', { className: 'answer' }, body);
    turns.append(said(message), answer);
    const follow = () => answer.scrollIntoView({ block: 'end' });
    let traced = null;
    const collected = collector((outputs) => {
      clear(body).append(shown(output && output in outputs ? outputs[output] : outputs));
      follow();
    });
    running = new AbortController();
    clear(send).append('Stop');
    try {
      const inputs = { ...more.values(), [input]: message };
      if (historyName) {
        inputs[historyName] = history;
      }
      text.value = '';
      pictures = [];
      clear(attached);
      follow();
      const id = await score(inputs, (event, data) => {
        if (event === 'message') {
          collected.add(data);
        } else if (event === 'trace') {
          traced = trace(data);
        }
      }, running.signal);
      finish(message, body, answer, collected.outputs, id, traced);
    } catch (problem) {
      answer.append(wrong(problem));
    } finally {
      running = null;
      clear(send).append('Send');
      follow();
    }
  }

  function finish(message, body, answer, outputs, id, traced) {
    const own = output && output in outputs ? outputs[output] : outputs;
    clear(body).append(shown(own));
    const rest = output && output in outputs ? others(outputs, output) : null;
    answer.append(...[rest, tools(id, () => (typeof own === 'string' ? own : JSON.stringify(own))), traced]
      .filter((part) => part !== null));
    answer.dataset.complete = 'true';
    history = [...history, { inputs: { [input]: message }, outputs }];
    try {
      sessionStorage.setItem(store, JSON.stringify(history));
    } catch {
      // too large to be remembered
    }
  }
}

function remembered(store) {
  try {
    return JSON.parse(sessionStorage.getItem(store) ?? '[]');
  } catch {
    return [];
  }
}
