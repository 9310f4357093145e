// A small Markdown renderer that builds elements and never HTML texts: headings, paragraphs, lists,
// quotes, tables, code, emphasis and links to http, https and mailto. Images become links.

import { element } from './elements.mjs';

const FENCE = /^\s{0,3}(```+|~~~+)\s*([\w+-]*)/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const RULE = /^\s{0,3}([-*_])(\s*\1){2,}\s*$/;
const DIVIDER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const MOST_DEPTH = 8;

export function markdown(text, depth = 0) {
  const made = document.createDocumentFragment();
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  let at = 0;
  while (at < lines.length) {
    at = block(lines, at, made, depth);
  }
  return made;
}

function block(lines, at, into, depth) {
  const line = lines[at];
  const fence = FENCE.exec(line);
  if (line.trim() === '') {
    return at + 1;
  }
  if (fence) {
    return code(lines, at, fence[1], into);
  }
  const heading = HEADING.exec(line);
  if (heading) {
    into.append(element(`h${Math.min(6, heading[1].length + 1)}`, {}, ...inline(heading[2])));
    return at + 1;
  }
  if (RULE.test(line)) {
    into.append(element('hr'));
    return at + 1;
  }
  if (line.startsWith('>') && depth < MOST_DEPTH) {
    return quote(lines, at, into, depth);
  }
  if (ITEM.test(line) && depth < MOST_DEPTH) {
    return list(lines, at, into, depth);
  }
  if (line.includes('|') && at + 1 < lines.length && DIVIDER.test(lines[at + 1]) && lines[at + 1].includes('-')) {
    return table(lines, at, into);
  }
  return paragraph(lines, at, into);
}

function code(lines, at, fence, into) {
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(fence)) {
    end++;
  }
  into.append(element('pre', {}, element('code', {}, lines.slice(at + 1, end).join('\n'))));
  return end + 1;
}

function quote(lines, at, into, depth) {
  let end = at;
  while (end < lines.length && lines[end].startsWith('>')) {
    end++;
  }
  const inner = lines.slice(at, end).map((line) => line.replace(/^> ?/, '')).join('\n');
  into.append(element('blockquote', {}, markdown(inner, depth + 1)));
  return end;
}

function list(lines, at, into, depth) {
  const first = ITEM.exec(lines[at]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const made = element(ordered ? 'ol' : 'ul');
  if (ordered) {
    made.start = Number.parseInt(first[2], 10);
  }
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (!item || item[1].length !== indent || /\d/.test(item[2]) !== ordered) {
      break;
    }
    const inner = [item[3]];
    end++;
    while (end < lines.length && lines[end].trim() !== '' && /^\s*/.exec(lines[end])[0].length > indent) {
      inner.push(lines[end].slice(Math.min(indent + 2, /^\s*/.exec(lines[end])[0].length)));
      end++;
    }
    const entry = element('li');
    entry.append(...(inner.length === 1 ? inline(inner[0]) : [markdown(inner.join('\n'), depth + 1)]));
    made.append(entry);
  }
  into.append(made);
  return Math.max(end, at + 1);
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
}

function table(lines, at, into) {
  const row = (line, name) => element('tr', {}, ...cells(line).map((cell) => element(name, {}, ...inline(cell))));
  const body = element('tbody');
  let end = at + 2;
  while (end < lines.length && lines[end].includes('|')) {
    body.append(row(lines[end], 'td'));
    end++;
  }
  into.append(element('table', {}, element('thead', {}, row(lines[at], 'th')), body));
  return end;
}

function paragraph(lines, at, into) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== '' && !FENCE.test(lines[end]) && !HEADING.test(lines[end])
      && !ITEM.test(lines[end]) && !lines[end].startsWith('>')) {
    end++;
  }
  const made = element('p');
  lines.slice(at, end).forEach((line, number) => {
    if (number > 0) {
      made.append(element('br'));
    }
    made.append(...inline(line));
  });
  into.append(made);
  return end;
}

const INLINE = /(`+)(.+?)\1|!?\[([^\]]{0,500})\]\(\s*<?([^\s)>]{1,2000})>?[^)]{0,200}\)|\*\*(\S|\S.*?\S)\*\*|__(\S|\S.*?\S)__|\*(\S|\S.*?\S)\*|(?<!\w)_(\S|\S.*?\S)_(?!\w)|~~(.+?)~~|\b(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])|\\([\\`*_{}[\]()#+.!~|>-])/;

function inline(text, depth = 0) {
  const parts = [];
  let rest = text;
  while (rest !== '') {
    const found = depth < MOST_DEPTH ? INLINE.exec(rest) : null;
    if (!found) {
      parts.push(rest);
      break;
    }
    parts.push(rest.slice(0, found.index), marked(found, depth + 1));
    rest = rest.slice(found.index + found[0].length);
  }
  return parts.filter((part) => part !== '');
}

function marked(found, depth) {
  const [whole, , coded, label, address, bold, bolder, italic, slanted, struck, bare, escaped] = found;
  if (coded !== undefined) {
    return element('code', {}, coded.trim() === '' ? coded : coded.replace(/^ (.*) $/, '$1'));
  }
  if (address !== undefined) {
    return link(address, label || address, whole);
  }
  if (bold ?? bolder) {
    return element('strong', {}, ...inline(bold ?? bolder, depth));
  }
  if (italic ?? slanted) {
    return element('em', {}, ...inline(italic ?? slanted, depth));
  }
  if (struck) {
    return element('s', {}, ...inline(struck, depth));
  }
  return bare ? link(bare, bare, whole) : escaped;
}

// Only addresses that can do nothing but lead elsewhere.
function link(address, label, whole) {
  return /^(https?:\/\/|mailto:)/i.test(address)
    ? element('a', { href: address, rel: 'noopener noreferrer nofollow', target: '_blank' }, label)
    : whole;
}
