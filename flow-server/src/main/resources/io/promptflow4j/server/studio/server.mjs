// Talks to the server. A key is asked for when one is needed, and kept only as long as the page is open.

import { clear, element } from './elements.mjs';

let key = '';

function headers(more = {}) {
  return key === '' ? more : { ...more, Authorization: `Bearer ${key}` };
}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function refusal(answer) {
  let message = `The server answered ${answer.status}.`;
  try {
    const body = await answer.json();
    message = body.error?.message ?? body.detail ?? message;
  } catch {
    // the status has to do
  }
  return new Refused(answer.status, message);
}

// A JSON document; asks for a key in `place` if the server wants one.
export async function load(path, place) {
  for (;;) {
    const answer = await fetch(path, { headers: headers() });
    if (answer.ok) {
      return answer.json();
    }
    if (answer.status !== 401) {
      throw await refusal(answer);
    }
    key = await askKey(place, key !== '');
  }
}

function askKey(place, wasWrong) {
  return new Promise((resolve) => {
    const input = element('input', { type: 'password', id: 'key', autocomplete: 'off', required: true });
    const form = element('form', { onsubmit: (event) => {
      event.preventDefault();
      clear(place);
      resolve(input.value.trim());
    } },
    element('p', {}, wasWrong ? 'That key is not valid.' : 'The server asks for a key.'),
    element('div', { className: 'field' }, element('label', { htmlFor: 'key' }, 'Key'), input),
    element('button', { className: 'main' }, 'Open'));
    clear(place).append(form);
    input.focus();
  });
}

export async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST', body: JSON.stringify(body), headers: headers({ 'Content-Type': 'application/json' }) });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer.json();
}

// Runs the flow; calls `take(event, data)` for each event as it comes. A stream without an end has failed.
export async function score(inputs, take, signal) {
  const answer = await fetch('/score', {
    method: 'POST', body: JSON.stringify(inputs), signal,
    headers: headers({ 'Content-Type': 'application/json', Accept: 'text/event-stream, application/json',
      'x-promptflow4j-events': 'all' }) });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  const id = answer.headers.get('x-request-id');
  if (!(answer.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    take('message', await answer.json());
    return id;
  }
  let ended = false;
  for await (const [event, data] of events(answer.body)) {
    if (event === 'error') {
      throw new Refused(200, data.error?.message ?? 'The flow failed.');
    }
    ended ||= event === 'end';
    take(event, data);
  }
  if (!ended) {
    throw new Refused(200, 'The answer broke off.');
  }
  return id;
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    let end = text.indexOf('\n\n');
    while (end >= 0) {
      const event = read(text.slice(0, end));
      text = text.slice(end + 2);
      if (event !== null) {
        yield event;
      }
      end = text.indexOf('\n\n');
    }
  }
}

function read(block) {
  let name = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) {
      name = line.slice(7);
    } else if (line.startsWith('data: ')) {
      data.push(line.slice(6));
    }
  }
  return data.length === 0 ? null : [name, JSON.parse(data.join('\n'))];
}
