// The newest requests, live.
import { ask, byId, clock, element, latest, number } from './dom.js';

const SHOWN = 50;

export function requests() {
  const body = byId('request-rows');
  const load = latest(async () => {
    const status = byId('request-status').value;
    const found = await ask('/requests?limit=' + SHOWN + '&of=' + byId('request-of').value
      + (status ? '&status=' + status : ''));
    body.replaceChildren(...found.requests.map(row));
  });
  byId('request-filters').addEventListener('change', load);
  byId('request-filters').addEventListener('submit', event => event.preventDefault());
  return (now, before) => {
    if (before === null || now.changes.requests !== before.changes.requests) load();
  };
}

function row(request) {
  const status = request.status === 0 ? 'no answer' : request.status + (request.code ? ' ' + request.code : '');
  return element('tr', {},
    element('td', { class: 'time' }, clock(request.time)),
    element('td', { class: request.status === 0 || request.status >= 400 ? 'level error' : 'level info' }, status),
    element('td', {}, request.stream ?? request.path),
    element('td', { class: 'number' }, number(request.rows)),
    element('td', { class: 'number' }, number(request.wireBytes)),
    element('td', {}, request.client ?? ''),
    element('td', { class: 'text' }, request.advice ?? ''));
}
