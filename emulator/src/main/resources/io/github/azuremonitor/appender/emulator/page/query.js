// The KQL box: what a client of the query API would get, with the error at its place.
import { ask, byId, number } from './dom.js';

const SHOWN = 500;

export function query(rows) {
  const box = byId('query');
  const error = byId('query-error');
  const clear = byId('query-clear');
  const cost = byId('query-cost');
  let newest = 0; // of several queries the last one is shown

  async function run() {
    error.textContent = '';
    const text = box.value.trim();
    if (text === '') {
      back();
      return;
    }
    const mine = ++newest;
    const begun = Date.now();
    const tick = setInterval(() => {
      if (mine === newest) cost.textContent = 'running for ' + ((Date.now() - begun) / 1000).toFixed(0) + ' s';
    }, 500);
    cost.textContent = '';
    try {
      const answer = await ask('/page/query', { method: 'POST',
        headers: { 'Content-Type': 'application/json', Prefer: 'include-statistics=true' }, body: JSON.stringify({ query: text }) });
      if (mine !== newest) return;
      const table = answer.tables[0];
      const names = table.columns.map(column => column.name);
      rows.show({ names, total: table.rows.length, rows: table.rows.slice(0, SHOWN).map(values =>
        Object.fromEntries(names.map((name, place) => [name, values[place]]))) });
      clear.hidden = false;
      if (answer.error) error.textContent = innermost(answer.error).message;
      const spent = answer.statistics.query;
      cost.textContent = number(spent.inputDatasetStatistics.rows.scanned) + ' rows read in '
        + spent.executionTime.toFixed(1) + ' s';
    } catch (refused) {
      if (mine !== newest) return;
      cost.textContent = '';
      tell(refused, text);
    } finally {
      clearInterval(tick);
    }
  }

  function tell(refused, text) {
    let told = refused.message;
    try {
      const inner = innermost(JSON.parse(refused.message).error);
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
    newest++;
    clear.hidden = true;
    error.textContent = '';
    cost.textContent = '';
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
  return run;
}

function innermost(fault) {
  return fault.innererror ? innermost(fault.innererror) : fault;
}
