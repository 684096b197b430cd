// Why rows are missing, the cause that was met last first.
import { ask, byId, clock, count, element, latest } from './dom.js';

export function problems() {
  const list = byId('problem-list');
  const none = byId('problems-none');
  const forget = byId('forget-problems');
  let state;
  const load = latest(async () => {
    const found = (await ask('/problems?limit=100')).problems;
    list.replaceChildren(...found.map(item));
    forget.hidden = found.length === 0;
    none.hidden = found.length > 0 || state.requests + state.tokenRequests === 0;
    none.textContent = 'Nothing is missing: every row that came is in its table, with all its columns.';
  });
  forget.addEventListener('click', () => ask('/problems', { method: 'DELETE' }));
  return (now, before) => {
    state = now;
    if (before === null || now.changes.problems !== before.changes.problems || now.requests !== before.requests) load();
  };
}

function item(problem) {
  const where = [problem.stream, problem.rule, problem.sample ? 'for example ' + problem.sample : '',
    'last at ' + clock(problem.last)].filter(Boolean).join(' · ');
  return element('li', { 'data-kind': problem.kind },
    element('span', { class: 'count' }, count(problem.count, 'time') + ': '),
    element('span', { class: 'cause' }, problem.cause),
    problem.fix ? element('span', { class: 'fix' }, problem.fix) : null,
    element('span', { class: 'about' }, where));
}
