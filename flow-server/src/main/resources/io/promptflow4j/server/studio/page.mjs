// Opens the page that fits the flow.

import { chat } from './chat.mjs';
import { clear } from './elements.mjs';
import { form } from './form.mjs';
import { wrong } from './answer.mjs';
import { load } from './server.mjs';

const place = document.getElementById('main');
try {
  const flow = await load('/flow.json', place);
  document.title = flow.name;
  clear(document.getElementById('name')).append(flow.name);
  if (flow.chat) {
    chat(flow, place, document.getElementById('new'));
  } else {
    form(flow, place);
  }
} catch (problem) {
  clear(place).append(wrong(problem));
}
