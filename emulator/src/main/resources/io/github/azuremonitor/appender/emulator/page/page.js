// One stream of events tells when something changed; each part then asks for what it shows.
import { byId, count, number } from './dom.js';
import { connect } from './connect.js';
import { faults } from './faults.js';
import { problems } from './problems.js';
import { query } from './query.js';
import { requests } from './requests.js';
import { rows } from './rows.js';
import { saved } from './saved.js';

const parts = [problems(), requests(), rows(), faults()];
parts.push(saved(query(parts[2])));
let seen = null;

function show(state) {
  byId('state').textContent = [
    count(state.requests, 'request'),
    number(state.refusals) + ' refused',
    count(state.rows, 'row'),
    count(state.lossyColumns, 'column loses data', 'columns lose data'),
    state.faults.length === 0 ? 'no fault armed' : count(state.faults.length, 'fault') + ' armed',
  ].join(' · ');
  byId('bounds').textContent = 'Listens at ' + state.connection.bindAddress + '; keeps ' + state.connection.bounds + '.';
  byId('query-form').hidden = !state.queries;
  connect(state);
  for (const part of parts) part(state, seen);
  seen = state;
}

const events = new EventSource('/events');
events.addEventListener('state', event => show(JSON.parse(event.data)));
events.addEventListener('error', () => {
  byId('state').textContent = 'the emulator does not answer; trying again…';
  seen = null;
});

const keys = { '/': 'row-text', q: 'query', s: 'saved', p: 'problems-title', f: 'fault-kind' };
document.addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, select, textarea');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  const named = byId(keys[event.key]);
  const target = event.key === 's' ? named.querySelector('button') ?? named : named;
  if (event.key === 'p') target.tabIndex = -1;
  target.scrollIntoView({ block: 'center' });
  target.focus();
});
