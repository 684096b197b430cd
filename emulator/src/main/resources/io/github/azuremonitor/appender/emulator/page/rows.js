// The newest rows of a stream, live, narrowed down by level, logger and text; a row unfolds.
import { ask, byId, clock, count, element, latest, levelClass, number, text } from './dom.js';

const PAGE = 100;
const MOST = 2000;
const NAMES = {
  time: ['timegenerated', 'eventtime', 'timestamp', 'time'],
  level: ['level', 'severitytext', 'severity', 'severitylevel', 'loglevel', 'log_level'],
  logger: ['logger', 'loggername', 'logger_name', 'scope', 'category'],
  message: ['message', 'body', 'msg', 'syslogmessage', 'rawdata'],
};
const LEVELS = ['error', 'warn', 'info', 'debug', 'other']; // families, as the bars and colours have them

export function rows() {
  const stream = byId('row-stream');
  const open = new Set();
  let columns = {};
  let limit = PAGE;
  let shown = null; // the answer to a query, which stays until somebody goes back
  byId('row-level').append(...LEVELS.map(level => element('option', { value: level }, level)));

  let version = 0; // of what is asked for

  const load = latest(async () => {
    if (shown !== null || !stream.value) return;
    const asked = ++version;
    const [rule, name] = stream.value.split(' ');
    const of = 'stream=' + encodeURIComponent(name) + '&rule=' + encodeURIComponent(rule);
    const found = [];
    let next = 0;
    // An answer looks at as many rows as it can in a second, so that the search can be seen, and given up.
    while (next !== undefined && found.length < limit) {
      const answer = await ask('/rows?' + of + '&order=newest&offset=' + next + '&limit=' + (limit - found.length)
        + filters(columns));
      if (shown !== null || asked !== version) return;
      found.push(...answer.rows);
      next = answer.next;
      draw(found);
      byId('row-older').hidden = next === undefined || limit >= MOST;
      byId('row-count').textContent = count(found.length, 'row') + ' shown of ' + number(answer.total) + ' kept'
        + (next === undefined ? '' : ', ' + number(next) + ' looked at');
    }
    const picture = await ask('/rows/arrivals?' + of);
    const svg = new DOMParser().parseFromString(picture, 'image/svg+xml').documentElement;
    byId('arrivals-picture').replaceChildren(document.importNode(svg, true));
  });

  function draw(found, names = Object.keys(found[0] ?? {})) {
    const kinds = guess(names);
    const main = ['time', 'level', 'logger', 'message'].map(kind => kinds[kind]).filter(Boolean);
    const heads = shown !== null || main.length < 2 ? names : main;
    byId('row-head').replaceChildren(element('th', { scope: 'col' }, 'Row'),
      ...heads.map(name => element('th', { scope: 'col' }, name)));
    byId('row-rows').replaceChildren(...found.flatMap((row, place) => line(row, place, heads, kinds)));
  }

  function line(row, place, heads, kinds) {
    const key = JSON.stringify(row);
    const isOpen = open.has(key);
    const details = element('tr', {}, element('td', { colspan: heads.length + 1 }, isOpen ? unfolded(row) : ''));
    details.hidden = !isOpen;
    const button = element('button', { class: 'unfold', type: 'button', 'aria-expanded': String(isOpen),
      'aria-label': 'Unfold row ' + (place + 1),
      onclick: () => {
        details.hidden = !details.hidden;
        button.setAttribute('aria-expanded', String(!details.hidden));
        button.textContent = details.hidden ? '▸' : '▾';
        if (details.hidden) {
          open.delete(key);
        } else {
          open.add(key);
          details.firstChild.replaceChildren(unfolded(row));
        }
      } }, isOpen ? '▾' : '▸');
    return [element('tr', {}, element('td', {}, button), ...heads.map(name => cell(name, row[name], kinds))), details];
  }

  function fillStreams(state) {
    const known = new Map();
    for (const rule of state.rules) {
      for (const each of rule.streams) known.set(rule.id + ' ' + each.name, each);
    }
    if (stream.options.length !== known.size) {
      const busiest = [...state.streams].sort((one, other) => other.rows - one.rows)[0];
      const chosen = stream.value || (busiest && busiest.rule + ' ' + busiest.stream);
      const several = new Set([...known.values()].map(each => each.name)).size < known.size;
      stream.replaceChildren(...[...known.entries()].map(([key, each]) =>
        element('option', { value: key }, several ? key : each.name)));
      if (chosen && known.has(chosen)) stream.value = chosen;
    }
    columns = guess((known.get(stream.value)?.columns ?? []).map(column => column.name));
    byId('row-level').disabled = !columns.level;
    byId('row-logger').disabled = !columns.logger;
  }

  const again = () => {
    limit = PAGE;
    version++;
    load();
  };
  byId('row-filters').addEventListener('submit', event => event.preventDefault());
  byId('row-filters').addEventListener('input', again);
  byId('row-older').addEventListener('click', () => {
    limit = Math.min(MOST, limit + PAGE * 3);
    load();
  });

  const part = (now, before) => {
    fillStreams(now);
    const changed = before === null || now.changes.rows !== before.changes.rows;
    if (changed && (byId('row-live').checked || before === null)) load();
  };
  // Rows that a query gave, or null for the live ones.
  part.show = answer => {
    shown = answer;
    byId('arrivals').hidden = answer !== null;
    if (answer === null) {
      load();
      return;
    }
    byId('row-older').hidden = true;
    draw(answer.rows, answer.names);
    byId('row-count').textContent = count(answer.rows.length, 'row') + ' of the query'
      + (answer.total > answer.rows.length ? ', the first of ' + number(answer.total) : '');
  };
  return part;
}

function filters(columns) {
  const where = [];
  const level = byId('row-level').value;
  const logger = byId('row-logger').value.trim();
  if (logger && columns.logger) where.push(columns.logger + ':' + logger);
  const words = byId('row-text').value;
  return (where.length ? '&where=' + encodeURIComponent(where.join(';')) : '')
    + (level && columns.level ? '&level=' + encodeURIComponent(columns.level + ':' + level) : '')
    + (words ? '&text=' + encodeURIComponent(words) : '');
}

function guess(names) {
  const found = {};
  for (const [kind, wanted] of Object.entries(NAMES)) {
    found[kind] = names.find(name => wanted.includes(name.toLowerCase()));
  }
  return found;
}

function cell(name, value, kinds) {
  if (name === kinds.time) return element('td', { class: 'time', title: text(value) }, clock(value));
  if (name === kinds.level) return element('td', { class: 'level ' + levelClass(value) }, text(value));
  const whole = text(value);
  return element('td', { class: 'text' }, whole.length > 500 ? whole.slice(0, 500) + '…' : whole);
}

function unfolded(row) {
  return element('dl', { class: 'row' }, ...Object.entries(row)
    .filter(([, value]) => value !== null && value !== '')
    .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, pretty(value))]));
}

// A dynamic column comes as an object or as the text of one.
function pretty(value) {
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      return value;
    }
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : text(value);
}
