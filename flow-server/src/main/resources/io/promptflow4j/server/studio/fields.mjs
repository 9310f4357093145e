// Fields for the inputs of a flow, and the values that a person puts into them.

import { element } from './elements.mjs';

// { place, values() }: values() throws a sentence if one can't be read.
export function fields(inputs) {
  const read = [];
  const place = element('div');
  for (const input of inputs) {
    const id = `input-${input.name}`;
    const made = control(input, id);
    read.push([input, made.value]);
    place.append(element('div', { className: 'field' },
      element('label', { htmlFor: id }, `${input.name} (${input.type})`), made.node,
      input.description ? element('small', {}, input.description) : null));
  }
  return { place, values: () => values(read) };
}

function values(read) {
  const all = {};
  for (const [input, value] of read) {
    const said = value();
    if (said !== undefined) {
      all[input.name] = said;
    }
  }
  return all;
}

function control(input, id) {
  const begin = input.default;
  if (input.type === 'bool') {
    const node = element('input', { type: 'checkbox', id, checked: begin === true });
    return { node, value: () => node.checked };
  }
  if (input.type === 'image') {
    const node = element('input', { type: 'file', id, accept: 'image/png,image/jpeg,image/gif,image/webp' });
    let chosen;
    node.addEventListener('change', async () => {
      chosen = node.files[0] ? await image(node.files[0]) : undefined;
    });
    return { node, value: () => chosen };
  }
  if (input.type === 'int' || input.type === 'double') {
    const node = element('input', { type: 'number', id, step: input.type === 'int' ? '1' : 'any',
      value: begin === undefined ? '' : String(begin) });
    return { node, value: () => (node.value === '' ? undefined : Number(node.value)) };
  }
  const isText = input.type === 'string' || input.type === 'secret' || input.type === 'file_path'
    || input.type === 'prompt_template' || typeof begin === 'string';
  const node = element('textarea', { id, rows: isText ? 2 : 4,
    value: begin === undefined ? '' : isText ? begin : JSON.stringify(begin, null, 2) });
  return { node, value: () => (node.value === '' ? (isText && begin !== undefined ? '' : undefined)
    : isText ? node.value : json(input, node.value)) };
}

function json(input, text) {
  try {
    return JSON.parse(text);
  } catch {
    if (input.type === 'list' || input.type === 'object') {
      throw new Error(`${input.name} has to be JSON: ${input.type === 'list' ? '[…]' : '{…}'}`);
    }
    return text;
  }
}

// A chosen file as prompt flow writes images.
export function image(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(new Error(`${file.name} can't be read`)));
    reader.addEventListener('load', () => {
      const [head, content] = String(reader.result).split(',', 2);
      resolve({ [head]: content });
    });
    reader.readAsDataURL(file);
  });
}
