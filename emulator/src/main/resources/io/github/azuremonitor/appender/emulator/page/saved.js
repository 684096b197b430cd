// Saved queries and functions of the workspace: one click, or a key, and they run in the KQL box.
import { ask, byId, element } from './dom.js';

// Run as it is, or to be completed where a parameter has no value of its own.
function text(saved) {
  if (saved.function === null) return { kql: saved.query, ready: true };
  const parameters = saved.parameters === '' ? [] : saved.parameters.replace(/^\(|\)$/g, '').split(',');
  const needed = parameters.filter(parameter => !parameter.includes('=')).map(parameter => parameter.trim());
  return { kql: `${saved.function}(${needed.join(', ')})`, ready: needed.length === 0 };
}

export function saved(run) {
  async function list() {
    const all = (await ask('/saved-queries')).queries;
    byId('saved').hidden = all.length === 0;
    byId('saved-list').replaceChildren(...all.map(each => element('li', {},
      element('button', { type: 'button', title: each.query, onclick: () => start(each) }, each.name))));
  }

  function start(chosen) {
    const box = byId('query');
    const { kql, ready } = text(chosen);
    box.value = kql;
    if (ready) {
      run();
      return;
    }
    box.focus();
    box.setSelectionRange(chosen.function.length + 1, kql.length - 1);
  }

  return (state, seen) => {
    if (seen === null || seen.changes.rules !== state.changes.rules) list().catch(console.warn);
  };
}
