'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const metrics = new Map(data.metrics.map(metric => [metric.name, metric]));
  const names = data.variants.map(variant => variant.name);

  // Everything from the data becomes a text node; nothing of it is read as HTML.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === 'class') element.className = value;
      else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) {
        element.append(child instanceof Node ? child : String(child));
      }
    }
    return element;
  }

  function number(value, digits = 3) {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'string') return value;
    if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en');
    const size = Math.abs(value);
    return size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(2)
      : value.toLocaleString('en', {maximumFractionDigits: size >= 100 ? 1 : digits, minimumFractionDigits: 0});
  }
  const signed = value => (value > 0 ? '+' : '') + number(value);
  const probability = value => value === null ? '–' : value < 0.0001 ? '< 0.0001' : value.toFixed(4);
  const interval = estimate => estimate === null ? '–' : `${number(estimate.value)} (${number(estimate.low)} to ${number(estimate.high)})`;
  const milliseconds = value => value >= 10000 ? number(value / 1000, 1) + ' s' : number(value, 1) + ' ms';
  const label = verdict => verdict.replaceAll('_', ' ');
  const percent = value => Math.round(value * 100) + ' %';

  function text(value) {
    if (value === null || value === undefined) return '';
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  }

  function plainTable(head, rows) {
    return make('table', {class: 'plain'},
      make('thead', null, make('tr', null, head.map(([title, kind]) => make('th', {class: kind || ''}, title)))),
      make('tbody', null, rows.map(cells => make('tr', null, cells.map((cell, i) => make('td', {class: head[i][1] || ''}, cell))))));
  }

  function show(id) {
    const section = document.getElementById(id);
    section.hidden = false;
    return section;
  }

  function heading() {
    document.getElementById('title').textContent = data.title;
    document.getElementById('verdict').textContent = data.verdict;
    const parts = [`${number(data.rows)} rows of ${data.data}`];
    if (names.length > 1 && data.metrics.length > 0) {
      parts.push(`baseline ${data.baseline}`, `${percent(data.settings.confidence)} intervals`,
        `error rate ${number(data.settings.alpha)} over all tests (${data.settings.correction})`);
    }
    parts.push(data.created.slice(0, 16).replace('T', ' ') + ' UTC');
    document.getElementById('facts').textContent = parts.join(' · ');
  }

  function differences() {
    if (data.differences.length === 0) return;
    const rows = data.differences.map(one => [
      one.variant, one.metric,
      make('span', {class: 'badge ' + one.verdict}, label(one.verdict)),
      one.difference === null ? '–' : make('span', {title: one.difference.method},
        `${signed(one.difference.value)} (${signed(one.difference.low)} to ${signed(one.difference.high)})`),
      make('span', {title: one.why_this_test}, one.test),
      make('span', {title: 'not adjusted: ' + probability(one.p)}, probability(one.adjusted_p)),
      one.effect === null ? '–' : make('span', {title: one.effect.words}, `${number(one.effect.value, 2)} ${one.effect.name}`),
      `${number(one.wins)} / ${number(one.ties)} / ${number(one.losses)}`,
      one.words]);
    show('differences').querySelector('.scroll').append(plainTable(
      [['variant'], ['metric'], ['verdict'], ['difference', 'number'], ['test'], ['adjusted p', 'number'], ['effect'],
        ['won / tied / lost', 'number'], ['in words', 'words']], rows));
  }

  function variants() {
    const judged = data.variants.some(one => one.evaluation_cost === null || one.evaluation_cost.amount > 0);
    const head = [['variant'], ['rows', 'number'], ['failed', 'number'],
      ...data.metrics.map(metric => [metric.name, 'number']), ['latency (median, p95)', 'number'], ['tokens', 'number'], ['cost', 'number'], ...(judged ? [['evaluation', 'number']] : [])];
    const rows = data.variants.map(variant => [
      make('span', {title: variant.description}, variant.name),
      number(variant.completed), make('span', {class: variant.failed > 0 ? 'fail' : ''}, number(variant.failed)),
      ...data.metrics.map(metric => summaryCell(data.summaries, variant.name, metric.name)),
      variant.latency_ms === null ? '–' : `${milliseconds(variant.latency_ms.median)}, ${milliseconds(variant.latency_ms.p95)}`,
      number(variant.prompt_tokens + variant.completion_tokens),
      price(variant.cost), ...(judged ? [price(variant.evaluation_cost)] : [])]);
    document.querySelector('#variants .scroll').append(plainTable(head, rows));
  }

  function price(cost) {
    return cost === null ? make('span', {title: 'the price of a call is not known'}, 'unknown') : money(cost);
  }

  function money(cost) {
    return `${cost.amount.toLocaleString('en', {maximumSignificantDigits: 4})} ${cost.currency}`;
  }

  function summaryCell(summaries, variant, metric) {
    const summary = summaries.find(one => one.variant === variant && one.metric === metric);
    if (!summary) return '–';
    const missing = summary.not_scored > 0
      ? make('div', {class: 'soft'}, `${number(summary.not_scored)} not scored`) : null;
    return make('span', {title: summary.mean === null ? '' : summary.mean.method}, interval(summary.mean), missing);
  }

  // ---- charts

  const style = () => getComputedStyle(document.documentElement);
  const color = name => style().getPropertyValue('--' + name).trim();
  const palette = ['#4c78a8', '#e07b39', '#3d9970', '#b0589a', '#8c7ae6', '#c2a43a', '#5aa9bd', '#d1615d'];
  const drawn = [];

  function draw(holder, option) {
    const chart = echarts.init(holder, null, {renderer: 'svg'});
    drawn.push([chart, option]);
    chart.on('finished', () => holder.querySelector('svg').setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`)); // paper is narrower
    chart.setOption(themed(option()));
  }

  function themed(option) {
    const ink = color('ink'), soft = color('soft'), line = color('line');
    const axis = one => Object.assign({}, one, {
      axisLabel: Object.assign({color: soft}, one.axisLabel), nameTextStyle: {color: soft},
      axisLine: {lineStyle: {color: line}}, splitLine: {show: one.type !== 'category', lineStyle: {color: line, opacity: .6}}});
    const all = one => one === undefined ? undefined : Array.isArray(one) ? one.map(axis) : axis(one);
    return Object.assign({animation: false, color: palette, textStyle: {color: ink},
      tooltip: {trigger: 'item', renderMode: 'richText', confine: true}}, option, {
      title: Object.assign({left: 8, top: 4, textStyle: {color: ink, fontSize: 13}}, option.title),
      legend: option.legend && Object.assign({textStyle: {color: ink}, top: 26, type: 'scroll'}, option.legend),
      xAxis: all(option.xAxis), yAxis: all(option.yAxis)});
  }

  function shortened(name) {
    return name.length > 22 ? name.slice(0, 21) + '…' : name;
  }

  // A point with its interval, lying, one line for each entry.
  function forest(title, entries, zero) {
    return () => ({
      title: {text: title},
      grid: {left: 150, right: 30, top: 40, bottom: 34},
      xAxis: {type: 'value', scale: !zero},
      yAxis: {type: 'category', inverse: true, data: entries.map(one => shortened(one.name))},
      series: [{
        type: 'custom', data: entries.map((one, i) => [one.low, one.high, one.value, i]),
        tooltip: {formatter: at => { const one = entries[at.dataIndex]; return `${one.name}: ${number(one.value)} (${number(one.low)} to ${number(one.high)})`; }},
        markLine: zero ? {symbol: 'none', silent: true, label: {show: false}, lineStyle: {color: color('soft'), type: 'dashed'}, data: [{xAxis: 0}]} : undefined,
        encode: {x: [0, 1, 2], y: 3},
        renderItem: (_, api) => {
          const [left, y] = api.coord([api.value(0), api.value(3)]);
          const [right] = api.coord([api.value(1), api.value(3)]);
          const [middle] = api.coord([api.value(2), api.value(3)]);
          const paint = entries[api.value(3)].paint;
          const bar = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: paint, lineWidth: 2}});
          return {type: 'group', children: [bar(left, y, right, y), bar(left, y - 5, left, y + 5), bar(right, y - 5, right, y + 5),
            {type: 'circle', shape: {cx: middle, cy: y, r: 5}, style: {fill: paint}}]};
        }}]
    });
  }

  function distribution(metric) {
    const found = names.map(name => data.summaries.find(one => one.variant === name && one.metric === metric.name));
    const bins = [...new Map(found.filter(Boolean).flatMap(one => one.histogram).map(bin => [bin.from + ':' + bin.to, bin])).values()]
      .sort((a, b) => a.from - b.from);
    const title = bin => bin.from === bin.to ? number(bin.from, 2) : `${number(bin.from, 2)}–${number(bin.to, 2)}`;
    const count = (summary, bin) => {
      const same = summary && summary.histogram.find(one => one.from === bin.from && one.to === bin.to);
      return same ? same.count : 0;
    };
    return () => ({
      title: {text: 'Values of ' + metric.name},
      legend: {data: names},
      grid: {left: 52, right: 20, top: 64, bottom: 34},
      xAxis: {type: 'category', data: bins.map(title)},
      yAxis: {type: 'value', name: 'rows', minInterval: 1},
      series: names.map((name, i) => ({type: 'bar', name, data: bins.map(bin => count(found[i], bin))}))
    });
  }

  function plane(metric, cost) {
    const points = data.variants.map((variant, i) => {
      const summary = data.summaries.find(one => one.variant === variant.name && one.metric === metric.name);
      const x = cost ? variant.cost && variant.cost.amount : variant.latency_ms && variant.latency_ms.median;
      return summary && summary.mean && x !== null ? {name: variant.name, value: [x, summary.mean.value], itemStyle: {color: palette[i % palette.length]}} : null;
    }).filter(Boolean);
    return () => ({
      title: {text: `${metric.name} and ${cost ? 'cost' : 'latency'}`},
      grid: {left: 60, right: 40, top: 52, bottom: 48},
      xAxis: {type: 'value', scale: true, name: cost ? 'cost of all rows' : 'median latency, ms', nameLocation: 'middle', nameGap: 28, boundaryGap: ['12%', '12%']},
      yAxis: {type: 'value', scale: true, boundaryGap: ['12%', '18%']},
      series: [{type: 'scatter', symbolSize: 14, data: points,
        tooltip: {formatter: at => `${at.name}: ${number(at.value[1])} at ${number(at.value[0])}`},
        label: {show: true, position: 'top', color: color('ink'), formatter: at => shortened(at.name)}}]
    });
  }

  function chartsOf(...shown) {
    const holder = document.querySelector('#charts .charts');
    drawn.splice(0, drawn.length, ...drawn.filter(([chart]) => !holder.contains(chart.getDom())));
    holder.replaceChildren();
    shown.forEach(metric => chartsIn(holder, metric));
  }

  function chartsIn(holder, metric) {
    const add = option => { const one = make('div', {class: 'chart'}); holder.append(one); draw(one, option); };
    const means = names.map((name, i) => {
      const summary = data.summaries.find(one => one.variant === name && one.metric === metric.name);
      return summary && summary.mean && Object.assign({name, paint: palette[i % palette.length]}, summary.mean);
    }).filter(Boolean);
    if (means.length > 0) add(forest('Mean of ' + metric.name, means, false));
    const against = data.differences.filter(one => one.metric === metric.name && one.difference !== null)
      .map(one => Object.assign({name: one.variant, paint: color(one.verdict === 'better' ? 'good' : one.verdict === 'worse' ? 'bad' : 'same')}, one.difference));
    if (against.length > 0) add(forest(`Difference to ${data.baseline}`, against, true));
    add(distribution(metric));
    if (means.length > 1 && data.variants.some(one => one.cost !== null && one.cost.amount > 0)) add(plane(metric, true));
    else if (means.length > 1 && data.variants.some(one => one.latency_ms !== null)) add(plane(metric, false));
  }

  const MOST_PRINTED_METRICS = 8;

  function charts() {
    if (data.metrics.length === 0) return;
    const choice = show('charts').querySelector('.choice');
    let current = data.metrics[0];
    const buttons = data.metrics.map(metric => make('button', {type: 'button', 'aria-pressed': 'false', onclick: event => {
      buttons.forEach(one => one.setAttribute('aria-pressed', String(one === event.currentTarget)));
      current = metric;
      chartsOf(current);
    }}, metric.name));
    if (buttons.length > 1) choice.append(...buttons);
    buttons[0].setAttribute('aria-pressed', 'true');
    chartsOf(current);
    const paint = () => drawn.forEach(([chart, option]) => chart.setOption(themed(option())));
    // Paper has no buttons, so it shows the charts of all metrics.
    const paper = on => () => {
      document.documentElement.classList.toggle('paper', on);
      if (data.metrics.length > 1) chartsOf(...(on ? data.metrics.slice(0, MOST_PRINTED_METRICS) : [current]));
      paint();
    };
    addEventListener('resize', () => drawn.forEach(([chart]) => chart.resize()));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
    addEventListener('beforeprint', paper(true));
    addEventListener('afterprint', paper(false));
  }

  // What it would take to decide what is open: how many rows more, and their cost.
  function more(one) {
    if (one.rows_needed === null) return 'nobody can tell';
    const rows = one.rows_needed - one.rows;
    const all = one.cost_needed;
    return `${number(rows)} rows, ` + (all === null ? 'cost unknown'
      : money({amount: all.amount * rows / one.rows_needed, currency: all.currency}));
  }

  function slices() {
    if (data.slicings.length === 0) return;
    const section = show('slices');
    for (const slicing of data.slicings) {
      section.append(make('h3', null, 'By ' + slicing.column));
      const flagged = slicing.gaps.filter(gap => gap.flagged);
      flagged.forEach(gap => section.append(make('p', {class: 'worse'}, gap.words)));
      if (flagged.length === 0) section.append(make('p', {class: 'soft'}, 'No gap between groups is larger than chance explains.'));
      const head = [['group'], ['rows', 'number'], ['variant'], ...data.metrics.map(metric => [metric.name, 'number']), ['against the baseline'], ['more it takes']];
      const rows = slicing.slices.flatMap(slice => names.map((name, i) => [
        i === 0 ? slice.value : '', i === 0 ? number(slice.rows) : '', name,
        ...data.metrics.map(metric => summaryCell(slice.summaries, name, metric.name)),
        make('span', null, slice.differences.filter(one => one.variant === name).map(one =>
          make('span', {class: 'badge ' + one.verdict, title: one.words}, `${one.metric}: ${label(one.verdict)}`))),
        make('span', null, slice.differences.filter(one => one.variant === name && one.verdict === 'too_few_rows').map(one =>
          make('div', null, `${one.metric}: ${more(one)}`)))]));
      section.append(make('div', {class: 'scroll'}, plainTable(head, rows)));
    }
  }

  const MOST_COURSES = 12;

  function sequential() {
    const course = data.sequential;
    if (course === null) return;
    const section = show('sequential');
    section.querySelector('p').textContent =
      `${course.reason} It took ${number(course.used)} rows of ${number(course.planned)}.`;
    const holder = section.querySelector('.charts');
    const courses = new Map();
    for (const step of course.steps) {
      const key = JSON.stringify([step.variant, step.metric]);
      courses.set(key, [...(courses.get(key) || []), step]);
    }
    for (const steps of [...courses.values()].slice(0, MOST_COURSES)) {
      const one = make('div', {class: 'chart'});
      holder.append(one);
      draw(one, () => ({
        title: {text: `${steps[0].metric}: ${shortened(steps[0].variant)} less ${shortened(data.baseline)}, as rows came in`},
        grid: {left: 60, right: 30, top: 44, bottom: 46},
        xAxis: {type: 'value', name: 'rows', nameLocation: 'middle', nameGap: 28},
        yAxis: {type: 'value', scale: true},
        series: [['low', 'dashed'], ['high', 'dashed'], ['value', 'solid']].map(([key, type]) => ({
          type: 'line', showSymbol: steps.length === 1, name: key, lineStyle: {type, color: palette[0], width: type === 'solid' ? 2 : 1},
          markLine: key === 'value' ? {symbol: 'none', silent: true, label: {show: false}, lineStyle: {color: color('soft'), type: 'dotted'}, data: [{yAxis: 0}]} : undefined,
          data: steps.map(step => [step.rows, step.difference[key]])}))
      }));
    }
  }

  // ---- rows

  function cellOf(row, variant) {
    return row.cells[variant] && row.cells[variant][0];
  }

  function answer(cell) {
    if (!cell) return '';
    if (cell.status !== 'Completed') return cell.error || cell.status;
    const values = Object.values(cell.outputs);
    return values.length === 1 ? text(values[0])
      : Object.entries(cell.outputs).map(([name, value]) => `${name}: ${text(value)}`).join('\n');
  }

  function scoresOf(cell) {
    return Object.entries(cell.scores).map(([metric, score]) =>
      `${metric} ${score.value === null ? 'not scored' : number(score.value)}`).join(' · ');
  }

  function differs(row) {
    return new Set(names.map(name => answer(cellOf(row, name)))).size > 1;
  }

  function answerNode(row, variant) {
    const cell = cellOf(row, variant);
    if (!cell) return make('span', {class: 'soft'}, 'not run');
    return make('div', null,
      make('div', {class: 'cell-text' + (cell.status === 'Completed' ? '' : ' fail')}, answer(cell)),
      make('div', {class: 'cell-scores'}, scoresOf(cell)));
  }

  function rows() {
    const tools = document.querySelector('#rows .tools');
    const word = make('input', {type: 'search', placeholder: 'Search in all columns', 'aria-label': 'Search in all columns'});
    const only = make('select', {'aria-label': 'Which rows'},
      [['all', 'all rows'], ['differ', 'variants differ'], ['failed', 'a variant failed'], ['unscored', 'something is not scored'],
        ...data.metrics.filter(() => names.length > 1).map(metric => ['m:' + metric.name, metric.name + ' differs'])]
        .map(([value, title]) => make('option', {value}, title)));
    tools.append(word, only);
    const columns = [...new Set(data.table.flatMap(row => Object.keys(row.data)))];
    const described = (title, rest) => Object.assign({title: 'c', titleFormatter: () => make('span', null, title), headerSort: true, headerWordWrap: true, resizable: true}, rest);
    const table = new Tabulator('#table', {
      data: data.table.map(row => ({line: row.line, row})),
      layout: 'fitColumns', height: '560px', columnHeaderSortMulti: false, index: 'line',
      placeholder: make('span', null, 'No row fits.'),
      initialSort: [{column: 'line', dir: 'asc'}],
      columns: [
        described('line', {field: 'line', width: 70, headerTooltip: 'counted from 0, as pf run show-details --line takes it', sorter: 'number', formatter: cell => make('span', null, cell.getValue())}),
        ...columns.map((column, i) => described(column, {field: 'd' + i, minWidth: 130,
          formatter: cell => make('div', {class: 'cell-text'}, text(cell.getData().row.data[column])),
          sorter: (a, b, one, other) => compare(one.getData().row.data[column], other.getData().row.data[column])})),
        ...names.map((name, i) => described(name, {field: 'v' + i, minWidth: 190,
          formatter: cell => answerNode(cell.getData().row, name),
          sorter: (a, b, one, other) => compare(answer(cellOf(one.getData().row, name)), answer(cellOf(other.getData().row, name)))})),
        ...(names.length * data.metrics.length > 4 ? [] : names.flatMap((name, i) => data.metrics.map((metric, j) =>
          described(names.length > 1 ? `${metric.name} (${name})` : metric.name, {field: `s${i}_${j}`, width: Math.max(110, Math.min(170, 36 + 8 * metric.name.length)), hozAlign: 'right',
            formatter: cell => make('span', null, number(scoreIn(cell.getData().row, name, metric.name))),
            sorter: (a, b, one, other) => compare(scoreIn(one.getData().row, name, metric.name), scoreIn(other.getData().row, name, metric.name))}))))
      ]
    });
    table.on('rowClick', (_, row) => detail(row.getData().row));
    const filter = () => table.setFilter(({row}) => fits(row, word.value.toLowerCase(), only.value));
    word.addEventListener('input', filter);
    only.addEventListener('change', filter);
    const paper = document.querySelector('#rows .paper');
    addEventListener('beforeprint', () => paper.replaceChildren(...printed(columns, table.getData('active').map(({row}) => row))));
    addEventListener('afterprint', () => paper.replaceChildren());
  }

  const MOST_PRINTED = 500;

  function printed(columns, all) {
    const head = [['line', 'number'], ...columns.map(column => [column]), ...names.map(name => [name])];
    const body = all.slice(0, MOST_PRINTED).map(row =>
      [row.line, ...columns.map(column => make('div', {class: 'cell-text'}, text(row.data[column]))), ...names.map(name => answerNode(row, name))]);
    const rest = all.length - body.length;
    return [plainTable(head, body), rest > 0 ? make('p', {class: 'soft'}, `${number(rest)} more rows are not printed.`) : ''];
  }

  function scoreIn(row, variant, metric) {
    const cell = cellOf(row, variant);
    const score = cell && cell.scores[metric];
    return score ? score.value : null;
  }

  function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
    if (b === null || b === undefined) return 1;
    return text(a).localeCompare(text(b), 'en', {numeric: true});
  }

  function fits(row, word, which) {
    const cells = names.map(name => cellOf(row, name)).filter(Boolean);
    const chosen = which === 'all' ? true
      : which === 'differ' ? differs(row)
      : which === 'failed' ? cells.some(cell => cell.status !== 'Completed')
      : which === 'unscored' ? cells.some(cell => Object.values(cell.scores).some(score => score.value === null))
      : new Set(names.map(name => scoreIn(row, name, which.slice(2)))).size > 1;
    return chosen && (word === '' || JSON.stringify([row.data, cells.map(cell => [cell.outputs, cell.error])]).toLowerCase().includes(word));
  }

  // ---- one row

  function pairs(object) {
    return make('dl', {class: 'pairs'}, Object.entries(object).flatMap(([name, value]) => [make('dt', null, name), make('dd', null, text(value))]));
  }

  function span(one) {
    return make('details', {class: 'span'},
      make('summary', null, one.name, ' ', make('span', {class: 'time'},
        [one.kind, milliseconds(one.duration_ms), one.tokens ? number(one.tokens) + ' tokens' : null].filter(Boolean).join(' · ')),
      one.error ? make('span', {class: 'fail'}, ' ' + one.error) : null),
      one.inputs && Object.keys(one.inputs).length ? make('pre', null, text(one.inputs)) : null,
      one.output !== null && one.output !== undefined ? make('pre', null, text(one.output)) : null,
      (one.children || []).map(span));
  }

  function card(name, cell, repeats) {
    return make('div', {class: 'card'},
      make('h3', null, name, repeats > 1 ? ` · repeat ${cell.repeat + 1} of ${repeats}` : ''),
      cell.status === 'Completed' ? pairs(cell.outputs) : make('p', {class: 'fail'}, cell.error || cell.status),
      make('dl', {class: 'pairs'}, Object.entries(cell.scores).flatMap(([metric, score]) => [
        make('dt', null, metric), make('dd', null, score.value === null ? 'not scored' : number(score.value), score.reason ? ' – ' + score.reason : '')])),
      make('p', {class: 'soft'}, `${milliseconds(cell.latency_ms)} · ${number(cell.tokens)} tokens`),
      cell.trace && cell.trace.name ? span(cell.trace) : null);
  }

  function detail(row) {
    const aside = document.getElementById('detail');
    const at = data.table.indexOf(row);
    const move = by => () => { const next = data.table[at + by]; if (next) detail(next); };
    aside.replaceChildren(
      make('div', {class: 'bar'}, make('h2', null, 'Line ' + row.line),
        make('span', null, make('button', {type: 'button', onclick: move(-1), 'aria-label': 'previous row'}, '↑'), ' ',
          make('button', {type: 'button', onclick: move(1), 'aria-label': 'next row'}, '↓'), ' ',
          make('button', {type: 'button', onclick: close}, 'close'))),
      pairs(row.data),
      make('div', {class: 'side'}, names.flatMap(name => (row.cells[name] || []).map((cell, _, all) => card(name, cell, all.length)))));
    aside.hidden = false;
    aside.scrollTop = 0;
  }

  function close() {
    document.getElementById('detail').hidden = true;
  }

  function remarks() {
    if (data.remarks.length === 0) return;
    show('remarks').querySelector('ul').append(...data.remarks.map(one => make('li', null, one)));
  }

  addEventListener('keydown', event => { if (event.key === 'Escape') close(); });
  for (const part of [heading, differences, variants, charts, slices, sequential, rows, remarks]) part();
})();
