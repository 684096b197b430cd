// The KQL box: what a client of the query API would get, with the error at its place.
import { ask, byId } from './dom.js';

const SHOWN = 500;

export function query(rows) {
  const box = byId('query');
  const error = byId('query-error');
  const clear = byId('query-clear');

  async function run() {
    error.textContent = '';
    const text = box.value.trim();
    if (text === '') {
      back();
      return;
    }
    try {
      const answer = await ask('/page/query', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query: text }) });
      const table = answer.tables[0];
      const names = table.columns.map(column => column.name);
      rows.show({ names, total: table.rows.length, rows: table.rows.slice(0, SHOWN).map(values =>
        Object.fromEntries(names.map((name, place) => [name, values[place]]))) });
      clear.hidden = false;
    } catch (refused) {
      tell(refused, text);
    }
  }

  function tell(refused, text) {
    let told = refused.message;
    try {
      let inner = JSON.parse(refused.message).error;
      while (inner.innererror) inner = inner.innererror;
      told = inner.message;
      if (inner.line) {
        told += '\n' + (text.split('\n')[inner.line - 1] ?? '') + '\n' + ' '.repeat(inner.pos) + '^';
      }
    } catch {
      // Not in the service's form: as it is.
    }
    error.textContent = told;
  }

  function back() {
    clear.hidden = true;
    error.textContent = '';
    rows.show(null);
  }

  byId('query-form').addEventListener('submit', event => {
    event.preventDefault();
    run();
  });
  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  clear.addEventListener('click', back);
}
