// Shows the OpenAPI document of the flow.

import { clear, element } from './elements.mjs';
import { wrong } from './answer.mjs';
import { load } from './server.mjs';

const place = document.getElementById('main');

function table(heads, rows) {
  return element('table', {}, element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', {}, head)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))));
}

function schema(name, made) {
  const required = new Set(made.required ?? []);
  return element('section', {}, element('h2', {}, name),
    table(['name', 'type', 'required', 'default', 'description'],
      Object.entries(made.properties ?? {}).map(([field, one]) => [field, [one.type ?? 'any'].flat().join(' or '),
        required.has(field) ? 'yes' : '', 'default' in one ? JSON.stringify(one.default) : '', one.description ?? ''])));
}

function operation(method, path, one) {
  return element('section', {}, element('h2', {}, `${method.toUpperCase()} ${path}`), element('p', {}, one.summary ?? ''),
    table(['status', 'meaning', 'media types'], Object.entries(one.responses).map(([status, answer]) =>
      [status, answer.description, Object.keys(answer.content ?? {}).join(', ')])));
}

function example(document_) {
  const inputs = Object.entries(document_.components.schemas.Inputs.properties ?? {})
    .map(([name, one]) => [name, one.default ?? { integer: 1, number: 1.5, boolean: true, array: [], object: {} }[one.type] ?? '…']);
  const key = document_.security ? " -H 'Authorization: Bearer KEY'" : '';
  return element('pre', {}, element('code', {},
    `curl ${location.origin}/score${key} -H 'Content-Type: application/json' -d '${JSON.stringify(Object.fromEntries(inputs))}'`));
}

try {
  const made = await load('/openapi.json', place);
  document.title = `${made.info.title} API`;
  clear(document.getElementById('name')).append(`${made.info.title} API`);
  clear(place).append(example(made), schema('Inputs', made.components.schemas.Inputs),
    schema('Outputs', made.components.schemas.Outputs),
    ...Object.entries(made.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => operation(method, path, one))));
} catch (problem) {
  clear(place).append(wrong(problem));
}
